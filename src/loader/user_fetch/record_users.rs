//! Records users in the results of a lookup and in the cache, also while a response arrives.

use super::UserFetch;
use super::retried_request::CallOutcome;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::ids::UserId;
use crate::loader::cache_key::CacheKey;
use crate::loader::expected_ids::ExpectedIds;
use crate::loader::lookup_results::LookupOutcome;
use crate::protocol::{ArrivedUser, RestResponse, method, unrequested_user_error};
use crate::rest::Delivery;
use crate::time::Timestamp;

/// A failed call: a request of its own, or a command of a batch.
pub(super) struct FailedCall {
    pub(super) ids: Vec<UserId>,
    pub(super) error: Error,
    pub(super) is_in_batch: bool,
}

impl<H: Host> UserFetch<'_, H> {
    /// Records the outcomes of the successful calls. Returns the failed calls, for the caller to
    /// retry.
    pub(super) fn record_outcomes(&self, outcomes: Vec<CallOutcome>) -> Vec<FailedCall> {
        let has_arriving = self.results.has_arriving();
        let mut failures = Vec::new();
        for CallOutcome { ids, response, is_in_batch } in outcomes {
            let recorded =
                response.and_then(|response| self.record_response(&ids, &response, has_arriving));
            if let Err(error) = recorded {
                failures.push(FailedCall { ids, error, is_in_batch });
            }
        }
        self.results.end_response();
        failures
    }

    /// Records the outcomes of a successful call for `ids`. `has_arriving` is whether users were
    /// recorded while the response arrived.
    ///
    /// An id without a record in the response is recorded as missing: the portal sends `null` for
    /// unknown ids, and omits users that an extranet (external) caller may not see.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if the result is not a list of users. `UNEXPECTED_USERS` if it has a user who
    /// was not requested.
    pub(super) fn record_response(
        &self,
        ids: &[UserId],
        response: &RestResponse,
        has_arriving: bool,
    ) -> Result<()> {
        let for_request = |error: Error| error.for_request(method::IM_USER_LIST_GET, ids);
        let users = response.users().map_err(for_request)?;
        if let Some(unrequested) = users.find_unrequested(ids) {
            return Err(for_request(unrequested_user_error(unrequested)));
        }
        let now = self.loader.host().now();
        for &id in ids {
            let user = users.get(id);
            // If an id has several records, the last record counts. An earlier record may have been
            // recorded while the response arrived.
            let is_recorded = |user| self.results.is_same_record(id, user);
            if !has_arriving || !user.as_ref().is_some_and(is_recorded) {
                let user_outcome = |user| self.loader.report_issues(user);
                self.record_outcome(now, id, user.map_or(LookupOutcome::Missing, user_outcome));
            }
        }
        self.record_success(now);
        Ok(())
    }

    /// Records users of a response that is still arriving. If the response fails later, these users
    /// stay recorded and are not requested again. Until the response ends, a later record of the
    /// same id replaces the user.
    pub(super) fn record_while_arriving(
        &self,
        expected: &ExpectedIds<'_>,
        users: Vec<ArrivedUser>,
        delivery: Delivery,
    ) {
        let users = expected.accept_arrived(users, delivery);
        if users.is_empty() {
            return;
        }
        let now = self.loader.host().now();
        for ArrivedUser { id, user, .. } in users {
            // If an id has several records in this response, the last record counts.
            if !self.results.is_response_ended(id) {
                self.record_outcome(now, id, self.loader.report_issues(user));
            }
        }
        self.record_success(now);
    }

    /// Records an outcome in the cache and in the results of the lookup.
    fn record_outcome(&self, now: Timestamp, id: UserId, outcome: LookupOutcome) {
        let key = CacheKey { id, avatar_hr: self.avatar_hr };
        self.loader.cache_outcome(&self.version, key, &outcome, now);
        self.results.record(id, outcome);
    }

    fn record_success(&self, now: Timestamp) {
        self.consecutive_failures.set(0);
        self.loader.last_success.set(Some(now));
        // Only a success proves that an earlier request was rejected for its number of ids.
        if let Some(ids) = self.smallest_too_large.get() {
            self.loader.batch_size.limit_by_request_size(ids / 2);
        }
        self.loader.compact_cache();
    }
}
