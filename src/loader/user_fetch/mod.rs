use std::cell::Cell;
use std::rc::Rc;

use b24_record_reader::ResultShape;

use super::Loader;
use super::cache::LookupVersion;
use super::expected_ids::ExpectedIds;
use super::lookup_results::{CacheKey, LookupOutcome, LookupResults};
use crate::error::{Error, ErrorKind, Result};
use crate::host::Host;
use crate::ids::UserId;
use crate::protocol::{
    OnFailure, PartialUser, RestResponse, batch_form, method, read_batch, unexpected_user_error,
    users_form, users_query,
};
use crate::rest::{BodyState, RestRequest, Retry, RetryPolicy, RetryState};
use crate::time::Timestamp;

/// Fetches the users of one lookup from the portal until each id has an outcome.
pub(super) struct UserFetch<'a, H: Host> {
    pub(super) loader: &'a Loader<H>,
    results: &'a LookupResults,
    avatar_hr: bool,
    version: LookupVersion,
    started_at: Timestamp,
    /// Failures since the last users arrived.
    pub(super) consecutive_failures: Cell<u32>,
    /// The smallest number of ids whose request was rejected as too large.
    pub(super) smallest_too_large: Cell<Option<usize>>,
}

/// The ids of one request to come.
struct WorkItem {
    ids: Vec<UserId>,
    /// Whether the ids are part of a request that failed.
    is_retry: bool,
    /// Retries of calls that the portal refused within a batch.
    retries: RetryState,
}

/// The outcome of one call, alone or in a batch.
pub(super) struct CallOutcome {
    pub(super) ids: Vec<UserId>,
    pub(super) response: Result<RestResponse>,
    is_in_batch: bool,
}

/// A call that failed.
struct FailedCall {
    ids: Vec<UserId>,
    error: Error,
    is_in_batch: bool,
}

impl<'a, H: Host> UserFetch<'a, H> {
    pub(super) fn new(loader: &'a Loader<H>, results: &'a LookupResults, avatar_hr: bool) -> Self {
        let (version, started_at) = (loader.cache.begin_lookup(), loader.host().now());
        loader.executor.start(&results.state);
        Self {
            loader,
            results,
            avatar_hr,
            version,
            started_at,
            consecutive_failures: Cell::new(0),
            smallest_too_large: Cell::new(None),
        }
    }

    /// Fetches the ids, one request at a time.
    pub(super) async fn run(self, ids: &[UserId]) {
        let mut pending = Vec::new();
        for ids in ids.chunks(self.loader.batch_size.per_request()).rev() {
            let retries = RetryState::default();
            pending.push(WorkItem { ids: ids.to_vec(), is_retry: false, retries });
        }
        while let Some(item) = self.next_item(&mut pending) {
            let (retries, before_split) = (item.retries, self.max_retries_before_split(&item));
            let outcomes = self.request(item.ids, before_split).await;
            let calls = outcomes.len();
            let failures = self.record_responses(outcomes);
            let has_users = failures.len() < calls;
            let mut backoff: Option<(Retry, Error)> = None;
            for failure in failures {
                let due = self.resolve(failure, has_users, retries, &mut pending).await;
                if let Some((retry, error)) = due
                    && backoff.as_ref().is_none_or(|(longest, _)| retry.delay > longest.delay)
                {
                    backoff = Some((retry, error));
                }
            }
            self.results.commit();
            if let Some((retry, error)) = backoff {
                let (executor, state) = (&self.loader.executor, &self.results.state);
                executor.backoff(state, method::USER_LIST_GET, &error, retry).await;
            }
        }
    }

    /// The next request, no larger than requests may be.
    fn next_item(&self, pending: &mut Vec<WorkItem>) -> Option<WorkItem> {
        let mut item = pending.pop()?;
        let max = self.loader.batch_size.max_request_ids();
        let max = self.smallest_too_large.get().map_or(max, |ids| max.min(ids / 2));
        if item.ids.len() > max {
            let ids = item.ids.split_off(max);
            pending.push(WorkItem { ids, ..item });
        }
        Some(item)
    }

    /// Retries of a request that may also be split. A half is a retry in itself; a single id gets
    /// one more, as the record may not be at fault.
    fn max_retries_before_split(&self, item: &WorkItem) -> u32 {
        let retries = self.loader.executor.config().max_retries;
        match (item.is_retry, item.ids.len()) {
            (false, _) => retries,
            (true, 1) => retries.min(1),
            (true, _) => 0,
        }
    }

    /// The retries of a call that fails within a batch. A splittable failure is split at once.
    fn command_policy(&self) -> RetryPolicy {
        RetryPolicy {
            max_retries: self.loader.executor.config().max_retries,
            max_retries_before_split: 0,
            has_fallback: false,
            is_idempotent: true,
        }
    }

    /// Records the outcomes of all successful calls, before any request or wait for the others.
    /// Returns the failed calls.
    fn record_responses(&self, outcomes: Vec<CallOutcome>) -> Vec<FailedCall> {
        let has_partial = self.results.has_uncommitted();
        let mut failures = Vec::new();
        for CallOutcome { ids, response, is_in_batch } in outcomes {
            let recorded =
                response.and_then(|response| self.record_response(&ids, &response, has_partial));
            if let Err(error) = recorded {
                failures.push(FailedCall { ids, error, is_in_batch });
            }
        }
        self.results.commit();
        failures
    }

    /// Sends the remaining ids of a failed call again, whole or split, or records their failure.
    /// `has_users`: whether other calls of the request succeeded.
    async fn resolve(
        &self,
        FailedCall { ids, error, is_in_batch }: FailedCall,
        has_users: bool,
        mut retries: RetryState,
        pending: &mut Vec<WorkItem>,
    ) -> Option<(Retry, Error)> {
        // Partial results are final: a later failure never retracts them.
        let (requested, mut ids) = (ids.len(), self.unresolved(ids));
        if ids.is_empty() {
            return None;
        }
        // The executor has already retried a failure of the whole request.
        if is_in_batch
            && let Some(retry) =
                retries.next_retry(&self.command_policy(), &error, self.loader.host())
        {
            pending.push(WorkItem { ids, is_retry: true, retries });
            return Some((retry, error));
        }
        if !is_in_batch && error.kind == ErrorKind::Auth {
            // The other requests would fail the same way, each after another token request.
            ids.extend(pending.drain(..).flat_map(|item| item.ids));
        }
        if has_users || (is_in_batch && self.has_succeeded()) {
            self.consecutive_failures.set(0);
        }
        for ids in self.split(requested, &ids, &error).await.into_iter().rev() {
            pending.push(WorkItem { ids, is_retry: true, retries });
        }
        None
    }

    /// Requests some ids, and retries with the remaining ones. Returns the outcome of each call,
    /// and nothing if all users arrived before the response broke off.
    pub(super) async fn request(
        &self,
        mut ids: Vec<UserId>,
        max_retries_before_split: u32,
    ) -> Vec<CallOutcome> {
        let (loader, state) = (self.loader, &self.results.state);
        let mut retries = RetryState::default();
        loop {
            let expected = ExpectedIds::new(&ids, loader.batch_size.per_call());
            let is_batch = expected.calls().len() > 1;
            let queries = || {
                expected
                    .calls()
                    .map(|ids| (method::USER_LIST_GET, users_query(ids, self.avatar_hr)))
            };
            let form = |token: Option<&_>| {
                if is_batch {
                    batch_form(&mut queries(), OnFailure::Continue, token)
                } else {
                    users_form(&ids, self.avatar_hr, token)
                }
            };
            let request = RestRequest {
                method: if is_batch { method::BATCH } else { method::USER_LIST_GET },
                batched_methods: &[method::USER_LIST_GET],
                shape: if is_batch {
                    ResultShape::Batch { lists_from: Some(0) }
                } else {
                    ResultShape::List
                },
                ids: &ids,
                form: &form,
                policy: RetryPolicy {
                    max_retries: loader.executor.config().max_retries,
                    max_retries_before_split,
                    has_fallback: ids.len() > 1,
                    is_idempotent: true,
                },
                state,
                on_partial: Some(&|users, state| self.accept_partial(&expected, users, state)),
            };
            let error = match loader.executor.execute_with_reauth(&request).await {
                Ok(response) => {
                    let seconds = response.time.duration.unwrap_or_default();
                    loader.batch_size.record(ids.len(), seconds);
                    if is_batch {
                        return self.batch_outcomes(&expected, &response);
                    }
                    return vec![CallOutcome { ids, response: Ok(response), is_in_batch: false }];
                }
                Err(error) => error,
            };
            self.results.commit();
            if ids.iter().all(|&id| self.results.contains(id)) {
                return Vec::new();
            }
            if let Err(error) =
                loader.executor.wait_before_retry(&request, error, &mut retries).await
            {
                return vec![CallOutcome { ids, response: Err(error), is_in_batch: false }];
            }
            ids = self.unresolved(ids);
        }
    }

    /// The outcomes of the calls of a batch.
    fn batch_outcomes(&self, expected: &ExpectedIds<'_>, batch: &RestResponse) -> Vec<CallOutcome> {
        let executor = &self.loader.executor;
        let outcome = |ids: &[UserId], response: Result<_>, is_in_batch| CallOutcome {
            ids: ids.to_vec(),
            response: response.map_err(|error: Error| {
                executor.redactor().redact_error(error.for_request(method::USER_LIST_GET, ids))
            }),
            is_in_batch,
        };
        let responses = match read_batch(batch, expected.calls().len()) {
            Err(error) => return vec![outcome(expected.ids, Err(error), false)],
            Ok(responses) => responses,
        };
        let mut outcomes = Vec::with_capacity(responses.len());
        for (ids, mut response) in expected.calls().zip(responses) {
            match &mut response {
                Ok(response) => executor.record_command_success(method::USER_LIST_GET, response),
                Err(error) => {
                    let state = &self.results.state;
                    executor.record_command_failure(state, method::USER_LIST_GET, error);
                }
            }
            outcomes.push(outcome(ids, response, true));
        }
        outcomes
    }

    /// Records users of a response that is still arriving. They are final whatever becomes of the
    /// response, and are not requested again.
    fn accept_partial(
        &self,
        expected: &ExpectedIds<'_>,
        users: Vec<PartialUser>,
        state: BodyState,
    ) {
        let users = expected.validate_partial(users, state);
        if users.is_empty() {
            return;
        }
        let now = self.loader.host().now();
        for PartialUser { id, found: user, .. } in users {
            // Of a duplicate id in this response, the last record counts.
            if !self.results.is_committed(id) {
                self.record(now, id, self.loader.observe_issues(user));
            }
        }
        self.note_success(now);
    }

    fn note_success(&self, now: Timestamp) {
        self.consecutive_failures.set(0);
        self.loader.last_success.set(Some(now));
        // Only a success proves that the number of ids was the reason of a rejected request.
        if let Some(ids) = self.smallest_too_large.get() {
            self.loader.batch_size.limit_request(ids / 2);
        }
        self.loader.compact_cache();
    }

    /// The ids without an outcome.
    pub(super) fn unresolved(&self, mut ids: Vec<UserId>) -> Vec<UserId> {
        ids.retain(|&id| !self.results.contains(id));
        ids
    }

    /// Records the users of a response to a call for `ids`. `has_partial`: whether users of it were
    /// recorded while it arrived.
    ///
    /// Ids without a record are missing: the portal sends `null` for unknown ids, and omits those
    /// that an extranet caller may not see.
    pub(super) fn record_response(
        &self,
        ids: &[UserId],
        response: &RestResponse,
        has_partial: bool,
    ) -> Result<()> {
        let for_request = |error: Error| error.for_request(method::USER_LIST_GET, ids);
        let users = response.users().map_err(for_request)?;
        if let Some(unexpected) = users.unexpected_user(ids) {
            return Err(for_request(unexpected_user_error(unexpected)));
        }
        let now = self.loader.host().now();
        for &id in ids {
            let user = users.get(id);
            // Of a duplicate id, another record may count than the one recorded while it arrived.
            let is_recorded = |user| self.results.is_same_record(id, user);
            if !has_partial || !user.as_ref().is_some_and(is_recorded) {
                let found = |user| self.loader.observe_issues(user);
                self.record(now, id, user.map_or(LookupOutcome::Missing, found));
            }
        }
        self.note_success(now);
        Ok(())
    }

    fn record(&self, now: Timestamp, id: UserId, outcome: LookupOutcome) {
        let key = CacheKey { id, avatar_hr: self.avatar_hr };
        self.loader.cache.insert(&self.version, key, &outcome, now);
        self.results.record(id, outcome);
    }

    /// Records the failure of these ids.
    pub(super) fn fail(&self, ids: &[UserId], error: Error) {
        let error = Rc::new(error);
        for &id in ids {
            self.results.record(id, LookupOutcome::Failed(error.clone()));
        }
    }

    /// Whether the portal has returned users since this lookup began.
    pub(super) fn has_succeeded(&self) -> bool {
        self.loader.last_success.get().is_some_and(|last| last >= self.started_at)
    }
}
