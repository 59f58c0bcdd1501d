use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, Either, abortable, select};

use super::errand::Errand;
use super::get_users::{complete, to_list};
use super::{Client, GetUsersError, GetUsersOptions, Progress};
use crate::error::Result;
use crate::ids::{IdInput, IdList};
use crate::model::{Failure, UserList, UserPart};
use crate::plan::IDS_PER_CALL;
use crate::send::Host;

/// How many parts may wait to be taken before no more is asked for.
const PARTS_AHEAD: usize = 2;

/// Users as they arrive. Dropping it ends what it has under way.
pub struct UserStream {
    parts: Rc<Parts>,
    pump: AbortHandle,
}

impl fmt::Debug for UserStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserStream").finish_non_exhaustive()
    }
}

impl Drop for UserStream {
    fn drop(&mut self) {
        self.pump.abort();
    }
}

/// What stands between the pump, which fetches, and the one who takes.
#[derive(Default)]
struct Parts {
    waiting: RefCell<VecDeque<UserPart>>,
    /// All that is known at the end: whether something arrived, and what failed.
    end: RefCell<Option<UserList>>,
    arrived: Cell<bool>,
    taker: RefCell<Option<Waker>>,
    pump: RefCell<Option<Waker>>,
}

impl<H: Host + 'static> Client<H> {
    /// Gets users by their ids as they arrive. A small request goes first, and no more is asked for than is taken.
    ///
    /// # Errors
    /// `INVALID_ID` if entries are not user ids.
    pub fn stream_users(
        &self,
        entries: impl IntoIterator<Item = IdInput>,
        options: GetUsersOptions,
        on_progress: impl Fn(Progress) + 'static,
    ) -> Result<UserStream> {
        let IdList { ids, .. } = self.check_ids(entries, options.invalid)?;
        let mut errand = Errand::new(&self.0, ids, options, Some(IDS_PER_CALL));
        let parts = Rc::new(Parts::default());
        let kept = parts.clone();
        let work = async move {
            let mut failed = Vec::new();
            while errand.has_more() || !errand.is_idle() {
                if kept.waiting.borrow().len() >= PARTS_AHEAD && errand.is_idle() {
                    kept.demand().await;
                    continue;
                }
                // What is under way goes on while nobody takes; nothing new begins.
                let findings = if kept.waiting.borrow().len() >= PARTS_AHEAD {
                    match select(pin!(errand.arrived()), pin!(kept.demand())).await {
                        Either::Left((findings, _)) => findings,
                        Either::Right(((), _)) => continue,
                    }
                } else {
                    errand.next().await
                };
                let Some(findings) = findings else { break };
                on_progress(errand.progress());
                let list = to_list(findings);
                failed.extend(list.failed);
                kept.give(UserPart { users: list.users, missing: list.missing, issues: list.issues });
            }
            kept.finish(failed, &errand);
        };
        let (pumping, pump) = abortable(work);
        self.0.host.spawn(pumping.map(|_| ()).boxed_local());
        Ok(UserStream { parts, pump })
    }
}

impl UserStream {
    /// The next users that arrived; `None` at the end.
    ///
    /// # Errors
    /// At the end, as `get_users`, if some could not be fetched; its list then has no users, as they have been taken.
    pub async fn next(&self) -> Result<Option<UserPart>, GetUsersError> {
        let parts = &self.parts;
        poll_fn(|context| {
            if let Some(part) = parts.waiting.borrow_mut().pop_front() {
                wake(&parts.pump);
                return Poll::Ready(Ok(Some(part)));
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

impl Parts {
    fn give(&self, part: UserPart) {
        if part.users.is_empty() && part.missing.is_empty() {
            return;
        }
        self.arrived.set(true);
        self.waiting.borrow_mut().push_back(part);
        wake(&self.taker);
    }

    fn finish<H: Host + 'static>(&self, failed: Vec<Failure>, errand: &Errand<H>) {
        let list = UserList { failed, time: errand.spent(), ..UserList::default() };
        self.end.replace(Some(list));
        wake(&self.taker);
    }

    /// What the end of the stream is to its taker.
    fn close(&self, list: UserList) -> Result<Option<UserPart>, GetUsersError> {
        complete(list, self.arrived.get(), false).map(|_| None)
    }

    /// Resolves when a part has been taken.
    async fn demand(&self) {
        poll_fn(|context| {
            if self.waiting.borrow().len() < PARTS_AHEAD {
                return Poll::Ready(());
            }
            self.pump.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}

fn wake(waker: &RefCell<Option<Waker>>) {
    if let Some(waker) = waker.take() {
        waker.wake();
    }
}
