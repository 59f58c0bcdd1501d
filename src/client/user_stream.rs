use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, abortable};

use super::options::{GetUsersOptions, Progress};
use super::users::GetUsersError;
use super::users::{complete, to_list};
use crate::client::Client;
use crate::error::Result;
use crate::host::Host;
use crate::host::UserFactory;
use crate::ids::{IdInput, IdList, IdSet};
use crate::loader::LookupOutcome;
use crate::loader::Outcomes;
use crate::loader::UserLoad;
use crate::model::{FailedIds, Timing, UserChunk, UserList};
use crate::protocol::{DEFAULT_IDS_PER_CALL, MAX_CALLS_PER_BATCH};
use crate::time::timeout;

/// How many users may wait to be taken before no more is asked for: as many as one request brings, so that the next arrive while these are
/// taken.
const USERS_AHEAD: usize = DEFAULT_IDS_PER_CALL * MAX_CALLS_PER_BATCH;

/// A part is of no more ids: what is in the cache already, or has been found for others, would else come all at once.
const IDS_IN_PART: usize = 500;

/// Users as they arrive. Dropping it ends what it has under way.
pub struct UserStream<H: Host> {
    parts: Rc<Parts<H::User>>,
    pump: AbortHandle,
}

impl<H: Host> fmt::Debug for UserStream<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserStream").finish_non_exhaustive()
    }
}

impl<H: Host> Drop for UserStream<H> {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What stands between the pump, which fetches, and the one who takes.
struct Parts<U> {
    waiting: RefCell<Vec<UserChunk<U>>>,
    failed: RefCell<Vec<FailedIds>>,
    /// All that is known at the end: whether something arrived, and what failed.
    end: RefCell<Option<UserList<U>>>,
    arrived: Cell<bool>,
    taker: RefCell<Option<Waker>>,
    pump: RefCell<Option<Waker>>,
}

impl<U> Default for Parts<U> {
    fn default() -> Self {
        Self {
            waiting: RefCell::default(),
            failed: RefCell::default(),
            end: RefCell::default(),
            arrived: Cell::default(),
            taker: RefCell::default(),
            pump: RefCell::default(),
        }
    }
}

impl<H: Host + 'static> Client<H> {
    /// Gets users by their ids as they arrive. A small request goes first, and no more is asked for than is taken.
    ///
    /// A part has up to 500 users of an answer that may be arriving still; who is missing is told by its end. What has been
    /// given stays given, whatever becomes of the answer: only the other ids are asked for again. Of an id that comes twice in an
    /// answer, the first record is given that was read, where `get_users` has the last.
    ///
    /// # Errors
    /// `INVALID_ID` if entries are not user ids.
    pub fn stream_users(
        &self,
        entries: impl IntoIterator<Item = IdInput>,
        options: GetUsersOptions,
        on_progress: impl Fn(Progress) + 'static,
    ) -> Result<UserStream<H>> {
        let IdList { ids, .. } = self.check_ids(&mut entries.into_iter(), options.invalid)?;
        let engine = self.0.clone();
        let parts = Rc::new(Parts::default());
        let kept = parts.clone();
        let deadline = self.deadline(options.deadline_ms);
        let work = async move {
            let mut errand = UserLoad::new(&engine, ids.clone(), options, deadline).in_a_hurry();
            let mut settled = IdSet::default();
            loop {
                let left = Some(deadline.left_ms(engine.host().now_ms()));
                let mut next = None;
                let work = async {
                    next = kept.next_findings(&mut errand).await;
                    Ok(())
                };
                let outcome =
                    timeout(engine.host(), left, &|| false, &|| engine.executor.deadline_error(), pin!(work))
                        .await;
                match outcome.map(|()| next) {
                    Ok(Some(findings)) => {
                        for (id, _) in &findings {
                            settled.insert(*id, ());
                        }
                        kept.give::<H>(findings);
                    }
                    Ok(None) => break,
                    Err(late) => {
                        kept.give::<H>(errand.abandon(&ids, &|id| settled.contains(id), late));
                        break;
                    }
                }
                on_progress(errand.progress());
            }
            kept.finish(errand.spent());
        };
        let (pumping, pump) = abortable(work.boxed_local());
        self.0.host().spawn(pumping.map(|_| ()).boxed_local());
        Ok(UserStream { parts, pump })
    }
}

impl<H: Host> UserStream<H> {
    /// Ends it, with all that is under way for it; whoever waits for the next part is told that there is none.
    pub fn stop(&self) {
        self.pump.abort();
        self.parts.waiting.take();
        self.parts.failed.take();
        self.parts.finish(Timing::default());
    }

    /// The next users that arrived; `None` at the end.
    ///
    /// # Errors
    /// At the end, as `get_users`, if some could not be fetched; its list then has no users, as they have been taken.
    pub async fn next(&self) -> Result<Option<UserChunk<H::User>>, GetUsersError<H::User>> {
        let parts = &self.parts;
        poll_fn(|context| {
            let mut waiting = parts.waiting.borrow_mut();
            if !waiting.is_empty() {
                wake(&parts.pump);
                return Poll::Ready(Ok(Some(waiting.remove(0))));
            }
            if let Some(end) = parts.end.borrow_mut().as_mut() {
                return Poll::Ready(parts.close(std::mem::take(end)));
            }
            parts.taker.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await
    }
}

impl<U> Parts<U> {
    /// The next findings. What is under way goes on while nobody takes; nothing new begins.
    async fn next_findings<H: Host + 'static>(&self, errand: &mut UserLoad<H>) -> Option<Outcomes> {
        while self.is_full() {
            if errand.is_idle() {
                poll_fn(|context| self.poll_demand(context)).await;
                continue;
            }
            let mut arriving = pin!(errand.arrived());
            let first = poll_fn(|context| match arriving.as_mut().poll(context) {
                Poll::Ready(findings) => Poll::Ready(Some(findings)),
                Poll::Pending => self.poll_demand(context).map(|()| None),
            });
            if let Some(findings) = first.await {
                return findings;
            }
        }
        errand.next().await
    }

    fn give<H: UserFactory<User = U>>(&self, findings: Outcomes) {
        let (mut failures, mut part) = (Vec::new(), Vec::new());
        for finding in findings {
            if matches!(finding.1, LookupOutcome::Failed(_)) {
                failures.push(finding);
                continue;
            }
            part.push(finding);
            if part.len() == IDS_IN_PART {
                self.give_part(to_list::<H>(std::mem::take(&mut part)));
            }
        }
        self.give_part(to_list::<H>(part));
        self.give_part(to_list::<H>(failures));
    }

    fn give_part(&self, list: UserList<U>) {
        self.failed.borrow_mut().extend(list.failed);
        if !list.users.is_empty() || !list.missing.is_empty() {
            self.arrived.set(true);
            let part = UserChunk { users: list.users, missing: list.missing, issues: list.issues };
            self.waiting.borrow_mut().push(part);
            wake(&self.taker);
        }
    }

    fn finish(&self, time: Timing) {
        self.end.replace(Some(UserList { failed: self.failed.take(), time, ..UserList::default() }));
        wake(&self.taker);
    }

    fn is_full(&self) -> bool {
        let waiting = self.waiting.borrow();
        waiting.iter().map(|part| part.users.len() + part.missing.len()).sum::<usize>() >= USERS_AHEAD
    }

    /// What the end of the stream is to its taker.
    fn close(&self, list: UserList<U>) -> Result<Option<UserChunk<U>>, GetUsersError<U>> {
        complete(list, self.arrived.get(), false).map(|_| None)
    }

    /// Whether a part has been taken, so that there is room for more.
    fn poll_demand(&self, context: &Context<'_>) -> Poll<()> {
        if !self.is_full() {
            return Poll::Ready(());
        }
        self.pump.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

fn wake(waker: &RefCell<Option<Waker>>) {
    if let Some(waker) = waker.take() {
        waker.wake();
    }
}
