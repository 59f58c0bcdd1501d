//! Splitting: a request that fails as a whole is sent again in halves, until the record that breaks
//! the response is isolated. Retries of an unchanged request are in `rest`.

use super::UserFetch;
use super::retried_request::CallOutcome;
use crate::error::{Error, ErrorKind};
use crate::host::Host;
use crate::ids::UserId;
use crate::model::ClientEventKind;

/// Maximum number of consecutive failures without a check of the portal. Halving the largest
/// request down to one id takes 12 requests. The check requests the first id alone and, if that
/// fails, the last id; if both fail, requests are no longer split.
const MAX_CONSECUTIVE_FAILURES: u32 = 12;

impl<H: Host> UserFetch<'_, H> {
    /// Splits the remaining `ids` of a failed call into halves. `requested` is the number of ids in
    /// that call. May first request the first id alone, and then the last, to check that the portal
    /// works. If smaller requests would not help, records the ids as failed and returns an empty
    /// list.
    pub(super) async fn split(
        &self,
        requested: usize,
        ids: &[UserId],
        error: &Error,
    ) -> Vec<Vec<UserId>> {
        self.record_failed_size(requested, error);
        let is_splittable = requested > 1 && error.is_splittable();
        let remaining = if is_splittable { self.check_portal(ids).await } else { None };
        let Some(remaining) = remaining else {
            let failed = self.unresolved_ids(ids.to_vec());
            self.record_failure(&failed, error.clone().with_ids(&failed));
            return Vec::new();
        };
        let executor = &self.loader.executor;
        executor.metrics().update(|stats| stats.splits += 1);
        executor.emit(ClientEventKind::Split { code: error.code.clone(), ids: remaining.len() });
        let middle = remaining.len().div_ceil(2);
        let mut halves = Vec::new();
        for half in remaining.chunks(middle.max(1)) {
            halves.push(half.to_vec());
        }
        halves
    }

    /// Limits the size of later requests after a call for `requested` ids has failed.
    fn record_failed_size(&self, requested: usize, error: &Error) {
        let batch_size = &self.loader.batch_size;
        if error.kind == ErrorKind::Timeout {
            batch_size.record_timeout(requested);
        } else if error.is_response_too_large() {
            batch_size.limit_by_response_size(requested / 2);
        } else if error.is_request_too_large() {
            let smallest =
                self.smallest_too_large.get().map_or(requested, |ids| ids.min(requested));
            // A request for a single id is rejected for another reason than the size of the
            // request.
            self.smallest_too_large.set(Some(smallest).filter(|&ids| ids > 1));
        }
    }

    /// Whether so many calls have failed in a row that the portal may be unavailable.
    pub(super) fn has_failed_too_often(&self) -> bool {
        self.consecutive_failures.get() > MAX_CONSECUTIVE_FAILURES
    }

    /// Checks that the portal works, by a request for the first id alone and, if that fails, for
    /// the last id. Sends no request if earlier responses already show the result. Returns the ids
    /// that remain to be fetched; `None` if the portal does not work, so that smaller requests
    /// would fail too.
    async fn check_portal(&self, ids: &[UserId]) -> Option<Vec<UserId>> {
        if self.consecutive_failures.get() > MAX_CONSECUTIVE_FAILURES + 1 {
            return None;
        }
        if self.has_succeeded() && !self.has_failed_too_often() {
            return Some(ids.to_vec());
        }
        let max_retries = self.max_retries_before_split(true, 1);
        // Tries the first and the last id, because one of them may be the record that breaks the
        // call.
        for &id in [ids.first()?, ids.last()?] {
            // `None`: the user arrived before the response was truncated.
            let outcome = self.send_retried_request(vec![id], max_retries).await.pop();
            let is_resolved = outcome.is_none_or(|CallOutcome { response, .. }| {
                response.and_then(|response| self.record_response(&[id], &response, false)).is_ok()
            });
            if is_resolved {
                let mut remaining = ids.to_vec();
                remaining.retain(|&other| other != id);
                return Some(remaining);
            }
        }
        None
    }
}
