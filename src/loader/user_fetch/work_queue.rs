//! The queue of requests of one lookup. A failed call is queued again, whole or split.

use super::UserFetch;
use super::record_users::FailedCall;
use crate::error::{Error, ErrorKind};
use crate::host::Host;
use crate::ids::UserId;
use crate::protocol::method;
use crate::rest::{Retry, RetryPolicy, RetryState};

/// The ids of a request that has not been sent.
struct WorkItem {
    ids: Vec<UserId>,
    /// Whether the ids belong to an earlier request that failed.
    is_retry: bool,
    /// The retries so far, if the ids are those of a failed command of a batch.
    retries: RetryState,
}

impl<H: Host> UserFetch<'_, H> {
    /// Fetches the users with these ids, one request at a time.
    pub(in crate::loader) async fn fetch_sequentially(self, ids: &[UserId]) {
        let mut pending = Vec::new();
        for ids in ids.chunks(self.loader.batch_size.ids_per_request()).rev() {
            let retries = RetryState::default();
            pending.push(WorkItem { ids: ids.to_vec(), is_retry: false, retries });
        }
        while let Some(item) = self.pop_item(&mut pending) {
            let retries = item.retries;
            let max_retries = self.max_retries_before_split(item.is_retry, item.ids.len());
            let outcomes = self.send_retried_request(item.ids, max_retries).await;
            let outcome_count = outcomes.len();
            let failures = self.record_outcomes(outcomes);
            let has_success = failures.len() < outcome_count;
            let mut backoff: Option<(Retry, Error)> = None;
            for failure in failures {
                let next_retry =
                    self.requeue_or_fail(failure, has_success, retries, &mut pending).await;
                if let Some((retry, error)) = next_retry
                    && backoff.as_ref().is_none_or(|(longest, _)| retry.delay > longest.delay)
                {
                    backoff = Some((retry, error));
                }
            }
            self.results.end_response();
            if let Some((retry, error)) = backoff {
                let (executor, state) = (&self.loader.executor, &self.results.state);
                executor.backoff(state, method::IM_USER_LIST_GET, &error, retry).await;
            }
        }
    }

    /// Takes the next request from the queue. If the request has too many ids, the excess ids go
    /// back to the queue. `None` if the queue is empty.
    fn pop_item(&self, pending: &mut Vec<WorkItem>) -> Option<WorkItem> {
        let mut item = pending.pop()?;
        let max_ids = self.loader.batch_size.max_ids_by_request_size();
        let max_ids = self.smallest_too_large.get().map_or(max_ids, |ids| max_ids.min(ids / 2));
        if item.ids.len() > max_ids {
            let ids = item.ids.split_off(max_ids);
            pending.push(WorkItem { ids, ..item });
        }
        Some(item)
    }

    /// Maximum number of retries of a request for `ids` ids before the request is split. `is_retry`
    /// is whether the ids belong to an earlier request that failed. Such a request has no retries
    /// or, with a single id, at most one retry, because the failure may be transient.
    pub(super) fn max_retries_before_split(&self, is_retry: bool, ids: usize) -> u32 {
        let retries = self.loader.executor.config().max_retries;
        match (is_retry, ids) {
            (false, _) => retries,
            (true, 1) => retries.min(1),
            (true, _) => 0,
        }
    }

    /// The retry policy of a failed command of a batch. `requested` is the number of its ids. After
    /// a failure that a smaller request may avoid, a command for several ids is split at once, and
    /// a command for a single id is retried at most once, in a request of its own.
    fn command_policy(&self, requested: usize) -> RetryPolicy {
        let max_retries_before_split = if self.has_failed_too_often() {
            0
        } else {
            self.max_retries_before_split(true, requested)
        };
        RetryPolicy {
            max_retries: self.loader.executor.config().max_retries,
            max_retries_before_split,
            has_fallback: false,
            is_idempotent: true,
        }
    }

    /// Queues the remaining ids of a failed call again, together or in halves, or records their
    /// failure. If the ids are queued together, returns the retry and its error: the caller must
    /// await the delay of the retry before the next request. Otherwise, returns `None`.
    /// `has_success` is whether another call of the same request succeeded.
    async fn requeue_or_fail(
        &self,
        FailedCall { ids, error, is_in_batch }: FailedCall,
        has_success: bool,
        mut retries: RetryState,
        pending: &mut Vec<WorkItem>,
    ) -> Option<(Retry, Error)> {
        // Recorded users are final: a later failure never retracts them.
        let (requested, mut ids) = (ids.len(), self.unresolved_ids(ids));
        if ids.is_empty() {
            return None;
        }
        if has_success || (is_in_batch && self.has_succeeded()) {
            self.consecutive_failures.set(0);
        }
        // The failure of an id that was requested alone says nothing about other ids.
        if error.is_splittable() && (requested > 1 || is_in_batch) {
            self.consecutive_failures.set(self.consecutive_failures.get() + 1);
        }
        // The executor has already retried a failure of the whole request.
        if is_in_batch
            && let Some(retry) =
                retries.next_retry(&self.command_policy(requested), &error, self.loader.host())
        {
            pending.push(WorkItem { ids, is_retry: true, retries });
            return Some((retry, error));
        }
        if !is_in_batch && error.kind == ErrorKind::Auth {
            // Each of the other requests would fail the same way, after another token request.
            ids.extend(pending.drain(..).flat_map(|item| item.ids));
        }
        for ids in self.split(requested, &ids, &error).await.into_iter().rev() {
            pending.push(WorkItem { ids, is_retry: true, retries });
        }
        None
    }
}
