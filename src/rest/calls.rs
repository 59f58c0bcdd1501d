//! Calls of one method, and of several methods by the `batch` method.

use b24_record_reader::ResultShape;

use super::call_state::CallState;
use super::executor::RestExecutor;
use super::response_reader::OnArrivedUsers;
use super::rest_request::RestRequest;
use super::retry::RetryPolicy;
use crate::auth::Secret;
use crate::error::Result;
use crate::host::Host;
use crate::ids::UserId;
use crate::protocol::{
    OnFailure, RestResponse, batch_form, encode_form, method, read_halted_batch,
};

/// A call of one method with its parameters.
#[derive(Clone, Copy)]
pub(crate) struct MethodCall<'a> {
    pub(crate) method: &'a str,
    pub(crate) params: &'a [(&'a str, &'a str)],
    /// The ids that the call requests, for its errors and events.
    pub(crate) ids: &'a [UserId],
    /// Whether the call may be sent again although the portal may have executed it.
    pub(crate) is_idempotent: bool,
    /// The shape of the call's result.
    pub(crate) shape: ResultShape,
}

impl<'a> MethodCall<'a> {
    /// An idempotent call whose result may have any shape.
    pub(crate) const fn idempotent(method: &'a str, params: &'a [(&'a str, &'a str)]) -> Self {
        Self { method, params, ids: &[], is_idempotent: true, shape: ResultShape::Any }
    }
}

/// Up to 50 commands in one request of the `batch` method.
pub(crate) struct BatchCall {
    /// The method and the query of each command.
    pub(crate) commands: Vec<(String, String)>,
    pub(crate) on_failure: OnFailure,
    /// Whether the commands may be sent again although the portal may have executed them.
    pub(crate) is_idempotent: bool,
    pub(crate) fallback: FallbackRequests,
    /// Index of the first command that returns users; `None` if no command does. All commands after
    /// it return users too.
    pub(crate) users_from: Option<usize>,
}

/// The other requests that can get the results of a batch that fails as a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FallbackRequests {
    None,
    /// More expensive requests, sent after the last retry of the batch.
    Slower,
    /// Equally good requests, sent at once, without a retry of the batch.
    Equivalent,
}

impl FallbackRequests {
    const fn policy(self, max_retries: u32, is_idempotent: bool) -> RetryPolicy {
        RetryPolicy {
            max_retries,
            max_retries_before_split: match self {
                Self::Equivalent => 0,
                Self::None | Self::Slower => max_retries,
            },
            has_fallback: !matches!(self, Self::None),
            is_idempotent,
        }
    }
}

impl<H: Host> RestExecutor<H> {
    /// Calls one method.
    pub(crate) async fn call_method(
        &self,
        call: MethodCall<'_>,
        state: &CallState,
    ) -> Result<RestResponse> {
        let MethodCall { method, params, ids, is_idempotent, shape } = call;
        let request = RestRequest {
            method,
            batched_methods: &[],
            shape,
            ids,
            form: &|token: Option<&Secret>| encode_form(params, token),
            policy: FallbackRequests::None.policy(self.config().max_retries, is_idempotent),
            state,
            on_arrived: None,
        };
        self.execute(&request).await
    }

    /// Sends several commands in one request. Returns one result per command; `None` for a command
    /// without a result, which the portal usually did not execute, because it stopped at the
    /// failure of an earlier command.
    pub(crate) async fn call_batch(
        &self,
        batch: &BatchCall,
        state: &CallState,
        on_arrived: Option<&OnArrivedUsers<'_>>,
    ) -> Result<Vec<Option<Result<RestResponse>>>> {
        let BatchCall { commands, on_failure, is_idempotent, fallback, users_from } = batch;
        let mut methods = Vec::with_capacity(commands.len());
        for (method, _) in commands {
            methods.push(method.as_str());
        }
        let form = |token: Option<&Secret>| {
            let mut commands =
                commands.iter().map(|(method, query)| (method.as_str(), query.clone()));
            batch_form(&mut commands, *on_failure, token)
        };
        let request = RestRequest {
            method: method::BATCH,
            batched_methods: &methods,
            shape: ResultShape::Batch { lists_from: *users_from },
            ids: &[],
            form: &form,
            policy: fallback.policy(self.config().max_retries, *is_idempotent),
            state,
            on_arrived,
        };
        let response = self.execute(&request).await?;
        let results = read_halted_batch(&response, commands.len());
        let mut results = results.map_err(|error| error.for_request(method::BATCH, &[]))?;
        for (result, method) in results.iter_mut().zip(methods) {
            match result {
                Some(Ok(response)) => self.record_times(method, response),
                Some(Err(error)) => {
                    self.record_command_failure(state, method, error);
                    let redacted = self.redactor().redact_error(error.clone());
                    *error = redacted.for_request(method, &[]);
                }
                None => {}
            }
        }
        Ok(results)
    }
}
