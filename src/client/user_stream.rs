//! Streams of users: a producer loads users into a channel of limited capacity, from which the
//! consumer takes chunks.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, abortable};

use super::Client;
use super::get_users_result::{
    GetUsersError, PartialResults, build_list, list_or_error, list_or_incomplete,
};
use super::options::GetUsersOptions;
use crate::error::Result;
use crate::host::{Host, UserFactory};
use crate::ids::{IdInput, IdList, IdSet};
use crate::loader::{LookupOutcome, Outcomes, UserLoad};
use crate::model::{FailedIds, Progress, Timing, UserChunk, UserList};
use crate::protocol::{DEFAULT_IDS_PER_CALL, MAX_COMMANDS_PER_BATCH};
use crate::time::timeout;

/// Number of buffered ids at which the producer stops sending requests. This is the number of ids
/// in a full request, so the next users arrive while the consumer handles the buffered ones.
const HIGH_WATER_MARK: usize = DEFAULT_IDS_PER_CALL * MAX_COMMANDS_PER_BATCH;

/// Maximum number of ids in a chunk. Without this limit, all cached users would form one chunk.
const MAX_CHUNK_IDS: usize = 500;

/// A stream of users. Dropping the stream aborts its requests.
pub struct UserStream<H: Host> {
    channel: Rc<Channel<H::User>>,
    producer: AbortHandle,
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

/// The channel between the producer, which loads users, and the consumer.
struct Channel<U> {
    chunks: RefCell<Vec<UserChunk<U>>>,
    failed: RefCell<Vec<FailedIds>>,
    /// The failures and the timing of the load; `None` until the load ends.
    summary: RefCell<Option<UserList<U>>>,
    /// Whether any chunk has been sent to the consumer.
    has_delivered: Cell<bool>,
    consumer_waker: RefCell<Option<Waker>>,
    producer_waker: RefCell<Option<Waker>>,
}

impl<U> Default for Channel<U> {
    fn default() -> Self {
        Self {
            chunks: RefCell::default(),
            failed: RefCell::default(),
            summary: RefCell::default(),
            has_delivered: Cell::default(),
            consumer_waker: RefCell::default(),
            producer_waker: RefCell::default(),
        }
    }
}

impl<H: Host + 'static> Client<H> {
    /// Streams users by their ids as the users arrive. The first request is small. Later requests
    /// are sent as the consumer takes chunks.
    ///
    /// A chunk has up to 500 ids, and the rest of its response may still be arriving. Ids that the
    /// response lacks are reported as missing when the response ends. Chunks are final: if the
    /// response fails later, only the remaining ids are fetched again. If a response has several
    /// records of one id, the stream may deliver an earlier record, whereas `get_users` returns the
    /// last.
    ///
    /// # Errors
    /// `TOO_MANY_IDS` if there are more entries than the client's maximum. `INVALID_ID` if an entry
    /// is not a user id, unless the options say that invalid entries are reported: a stream then
    /// ignores them.
    pub fn stream_users(
        &self,
        entries: impl IntoIterator<Item = IdInput>,
        options: GetUsersOptions,
        on_progress: impl Fn(Progress) + 'static,
    ) -> Result<UserStream<H>> {
        let IdList { ids, .. } = self.parse_ids(&mut entries.into_iter(), options.invalid)?;
        let loader = self.loader.clone();
        let channel = Rc::new(Channel::default());
        let sender = channel.clone();
        let deadline = self.deadline(options.into());
        let work = async move {
            let mut load = UserLoad::new(&loader, ids.clone(), options.load_options(), deadline)
                .with_small_first_batch();
            let mut delivered = IdSet::default();
            loop {
                let remaining = deadline.remaining(loader.host().now());
                let mut next = None;
                let work = async {
                    next = sender.next_outcomes(&mut load).await;
                    Ok(())
                };
                let on_timeout = || loader.executor.deadline_error(deadline);
                let result =
                    timeout(loader.host(), remaining, &|| false, &on_timeout, pin!(work)).await;
                match result.map(|()| next) {
                    Ok(Some(outcomes)) => {
                        for (id, _) in &outcomes {
                            delivered.insert(*id, ());
                        }
                        sender.send::<H>(outcomes);
                    }
                    Ok(None) => break,
                    Err(deadline_error) => {
                        let is_delivered = |id| delivered.contains(id);
                        sender.send::<H>(load.finish_with(&ids, &is_delivered, deadline_error));
                        break;
                    }
                }
                on_progress(load.progress());
            }
            sender.finish(load.timing());
        };
        let (work, producer) = abortable(work.boxed_local());
        self.host().spawn(work.map(|_| ()).boxed_local());
        Ok(UserStream { channel, producer })
    }
}

impl<H: Host> UserStream<H> {
    /// Ends the stream and aborts its requests. A pending `next` returns `None`.
    pub fn stop(&self) {
        self.producer.abort();
        self.channel.chunks.take();
        self.channel.failed.take();
        self.channel.finish(Timing::default());
    }

    /// Awaits the next chunk; `None` at the end.
    ///
    /// # Errors
    /// At the end of the stream, if ids failed: [`GetUsersError::Incomplete`] with the failed ids,
    /// but without users, because the stream has already delivered them. If all ids failed,
    /// [`GetUsersError::Failed`].
    pub async fn next(&self) -> Result<Option<UserChunk<H::User>>, GetUsersError<H::User>> {
        let channel = &self.channel;
        poll_fn(|context| {
            let mut chunks = channel.chunks.borrow_mut();
            if !chunks.is_empty() {
                wake(&channel.producer_waker);
                return Poll::Ready(Ok(Some(chunks.remove(0))));
            }
            if let Some(summary) = channel.summary.borrow_mut().as_mut() {
                return Poll::Ready(channel.final_result(std::mem::take(summary)));
            }
            channel.consumer_waker.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await
    }
}

impl<U> Channel<U> {
    /// Awaits the next outcomes of the load; `None` at its end. While the channel is full, sends no
    /// new request, but still awaits the requests in flight.
    async fn next_outcomes<H: Host + 'static>(&self, load: &mut UserLoad<H>) -> Option<Outcomes> {
        while self.is_full() {
            if load.is_idle() {
                poll_fn(|context| self.poll_capacity(context)).await;
                continue;
            }
            let mut next = pin!(load.next_outcomes_in_flight());
            let ready = poll_fn(|context| match next.as_mut().poll(context) {
                Poll::Ready(outcomes) => Poll::Ready(Some(outcomes)),
                Poll::Pending => self.poll_capacity(context).map(|()| None),
            });
            if let Some(outcomes) = ready.await {
                return outcomes;
            }
        }
        load.next_outcomes().await
    }

    fn send<H: UserFactory<User = U>>(&self, outcomes: Outcomes) {
        let (mut failures, mut chunk) = (Vec::new(), Vec::new());
        for outcome in outcomes {
            if matches!(outcome.1, LookupOutcome::Failed(_)) {
                failures.push(outcome);
                continue;
            }
            chunk.push(outcome);
            if chunk.len() == MAX_CHUNK_IDS {
                self.send_chunk(build_list::<H>(std::mem::take(&mut chunk)));
            }
        }
        self.send_chunk(build_list::<H>(chunk));
        self.send_chunk(build_list::<H>(failures));
    }

    fn send_chunk(&self, list: UserList<U>) {
        self.failed.borrow_mut().extend(list.failed);
        if !list.users.is_empty() || !list.missing.is_empty() {
            self.has_delivered.set(true);
            let UserList { users, missing, issues, .. } = list;
            self.chunks.borrow_mut().push(UserChunk { users, missing, issues });
            wake(&self.consumer_waker);
        }
    }

    fn finish(&self, time: Timing) {
        let list = UserList { failed: self.failed.take(), time, ..UserList::default() };
        self.summary.replace(Some(list));
        wake(&self.consumer_waker);
    }

    fn is_full(&self) -> bool {
        let chunks = self.chunks.borrow();
        let ids = chunks.iter().map(|chunk| chunk.users.len() + chunk.missing.len());
        ids.sum::<usize>() >= HIGH_WATER_MARK
    }

    /// The result of `next` at the end of the stream, from the failures in `list`: `Ok(None)` if no
    /// id failed, otherwise the error with all failed ids.
    fn final_result(&self, list: UserList<U>) -> Result<Option<UserChunk<U>>, GetUsersError<U>> {
        let list = if self.has_delivered.get() {
            list_or_incomplete(list)
        } else {
            list_or_error(list, PartialResults::Reject)
        };
        list.map(|_| None)
    }

    /// Ready when the channel has capacity. The consumer wakes the task when it takes a chunk.
    fn poll_capacity(&self, context: &Context<'_>) -> Poll<()> {
        if !self.is_full() {
            return Poll::Ready(());
        }
        self.producer_waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

fn wake(waker: &RefCell<Option<Waker>>) {
    if let Some(waker) = waker.take() {
        waker.wake();
    }
}
