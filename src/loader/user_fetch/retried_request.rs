//! Requests users by id, in a single call or in a batch of calls. Retries a request that failed as
//! a whole. Failed commands of a batch are retried by `work_queue`.

use b24_record_reader::ResultShape;

use super::UserFetch;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::ids::UserId;
use crate::loader::expected_ids::ExpectedIds;
use crate::protocol::{
    OnFailure, RestResponse, batch_form, method, read_batch, users_form, users_query,
};
use crate::rest::{RestRequest, RetryPolicy, RetryState};

/// The outcome of one call of `im.user.list.get`: a request of its own, or a command of a batch.
pub(super) struct CallOutcome {
    pub(super) ids: Vec<UserId>,
    pub(super) response: Result<RestResponse>,
    pub(super) is_in_batch: bool,
}

impl<H: Host> UserFetch<'_, H> {
    /// Requests users by id. A retry requests only the ids that are not resolved yet. Returns one
    /// [`CallOutcome`] per call of `im.user.list.get` in the last request. If that request failed
    /// as a whole, returns a single one with the error, or an empty list if all its ids have been
    /// resolved by users that arrived before the failure.
    pub(super) async fn send_retried_request(
        &self,
        mut ids: Vec<UserId>,
        max_retries_before_split: u32,
    ) -> Vec<CallOutcome> {
        let (loader, state) = (self.loader, &self.results.state);
        let mut retries = RetryState::default();
        loop {
            let expected = ExpectedIds::new(&ids, loader.batch_size.ids_per_call());
            let is_batch = expected.ids_by_command().len() > 1;
            let queries = || {
                expected
                    .ids_by_command()
                    .map(|ids| (method::IM_USER_LIST_GET, users_query(ids, self.avatar_hr)))
            };
            let form = |token: Option<&_>| {
                if is_batch {
                    batch_form(&mut queries(), OnFailure::Continue, token)
                } else {
                    users_form(&ids, self.avatar_hr, token)
                }
            };
            let request = RestRequest {
                method: if is_batch { method::BATCH } else { method::IM_USER_LIST_GET },
                batched_methods: &[method::IM_USER_LIST_GET],
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
                on_arrived: Some(&|users, delivery| {
                    self.record_while_arriving(&expected, users, delivery);
                }),
            };
            let error = match loader.executor.execute_with_reauth(&request).await {
                Ok(response) => {
                    let seconds = response.time.duration.unwrap_or_default();
                    loader.batch_size.record_processing_time(ids.len(), seconds);
                    if is_batch {
                        return self.read_command_outcomes(&expected, &response);
                    }
                    return vec![CallOutcome { ids, response: Ok(response), is_in_batch: false }];
                }
                Err(error) => error,
            };
            self.results.end_response();
            if ids.iter().all(|&id| self.results.contains(id)) {
                return Vec::new();
            }
            if let Err(error) =
                loader.executor.wait_before_retry(&request, error, &mut retries).await
            {
                return vec![CallOutcome { ids, response: Err(error), is_in_batch: false }];
            }
            ids = self.unresolved_ids(ids);
        }
    }

    /// The outcomes of the commands of a batch.
    fn read_command_outcomes(
        &self,
        expected: &ExpectedIds<'_>,
        batch: &RestResponse,
    ) -> Vec<CallOutcome> {
        let executor = &self.loader.executor;
        let outcome = |ids: &[UserId], response: Result<_>, is_in_batch| CallOutcome {
            ids: ids.to_vec(),
            response: response.map_err(|error: Error| {
                executor.redactor().redact_error(error.for_request(method::IM_USER_LIST_GET, ids))
            }),
            is_in_batch,
        };
        let responses = match read_batch(batch, expected.ids_by_command().len()) {
            Err(error) => return vec![outcome(expected.ids, Err(error), false)],
            Ok(responses) => responses,
        };
        let mut outcomes = Vec::with_capacity(responses.len());
        for (ids, mut response) in expected.ids_by_command().zip(responses) {
            match &mut response {
                Ok(response) => executor.record_times(method::IM_USER_LIST_GET, response),
                Err(error) => {
                    let state = &self.results.state;
                    executor.record_command_failure(state, method::IM_USER_LIST_GET, error);
                }
            }
            outcomes.push(outcome(ids, response, true));
        }
        outcomes
    }
}
