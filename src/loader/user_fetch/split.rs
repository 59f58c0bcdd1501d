//! Splitting: a request that fails as a whole is sent again in halves, down to the record that
//! breaks it. A retry sends the same request again, and is a matter of the executor.

use super::UserFetch;
use super::request::CallOutcome;
use crate::error::{Error, ErrorKind};
use crate::host::Host;
use crate::ids::UserId;
use crate::model::ClientEventKind;

/// Failures in a row, without users between, after which smaller requests will not help: halving
/// the largest request down to one id takes 12.
const MAX_CONSECUTIVE_FAILURES: u32 = 14;

impl<H: Host> UserFetch<'_, H> {
    /// Splits the remaining `ids` of a failed call for `requested` ids in halves. Records the
    /// failure and returns nothing if smaller requests would not help.
    pub(super) async fn split(
        &self,
        requested: usize,
        ids: &[UserId],
        error: &Error,
    ) -> Vec<Vec<UserId>> {
        self.note_size(requested, error);
        self.consecutive_failures.set(self.consecutive_failures.get() + 1);
        let may_help = requested > 1
            && error.is_splittable()
            && self.consecutive_failures.get() <= MAX_CONSECUTIVE_FAILURES;
        let remaining = if may_help { self.probe(ids).await } else { None };
        let Some(remaining) = remaining else {
            let failed = self.unresolved(ids.to_vec());
            self.fail(&failed, error.clone().with_ids(&failed));
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

    /// Learns the size of later requests from a failure.
    fn note_size(&self, requested: usize, error: &Error) {
        let batch_size = &self.loader.batch_size;
        if error.kind == ErrorKind::Timeout {
            batch_size.record_timeout(requested);
        } else if error.is_response_too_large() {
            batch_size.limit_response(requested / 2);
        } else if error.is_request_too_large() {
            let smallest =
                self.smallest_too_large.get().map_or(requested, |ids| ids.min(requested));
            // A request that is too large with a single id is rejected for another reason.
            self.smallest_too_large.set(Some(smallest).filter(|&ids| ids > 1));
        }
    }

    /// The remaining ids, if the portal works: it has returned users during this lookup, or returns
    /// one of the ids now. An unavailable portal must not get ever smaller requests.
    async fn probe(&self, ids: &[UserId]) -> Option<Vec<UserId>> {
        if self.has_succeeded() {
            return Some(ids.to_vec());
        }
        // Both ends, as one of them may be the record that breaks the call.
        for &id in [ids.first()?, ids.last()?] {
            // No outcome: the user arrived before the response broke off.
            let outcome = self.request(vec![id], 0).await.pop();
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
