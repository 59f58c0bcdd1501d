//! The `batch` method: commands that may refer to one another, in as few requests as possible.
//!
//! Not here: batches of ids (`loader`), and the wire format of a batch (`protocol`).

mod dependency_groups;
mod references;
mod state;

use std::pin::pin;

use state::BatchState;

use super::{CallOptions, Client};
use crate::error::{Error, Result};
use crate::host::Host;
use crate::protocol::{Params, RestResponse, method, missing_result_error};
use crate::rest::{Retry, RetryPolicy};
use crate::transport::HTTP_OK;

/// One command of a batch.
#[derive(Clone, Debug)]
pub struct Command {
    /// The name by which later commands refer to this command.
    pub name: String,
    /// The REST method.
    pub method: String,
    /// The parameters. Their values may refer to earlier commands.
    pub params: Params,
}

impl<H: Host + 'static> Client<H> {
    /// Calls any number of methods, up to 50 per request. Commands that refer to one another are
    /// sent in the same request, and the portal stops this request at its first failure. Unrelated
    /// commands that were not executed for this reason are sent again in the next request.
    ///
    /// The outcomes are in the order of the commands.
    ///
    /// # Errors
    /// `INVALID_METHOD`, `INVALID_PARAMS` or `INVALID_REFERENCE` if a command is invalid; nothing
    /// is sent. Otherwise, the error of the first request if no command got a response.
    pub async fn batch(
        &self,
        commands: &[Command],
        options: CallOptions,
    ) -> Result<Vec<Result<RestResponse>>> {
        let executor = &self.loader.executor;
        let mut batch = BatchState::new(commands, options.is_idempotent())?;
        let (deadline, state) = (self.deadline(options), executor.start_call());
        let mut has_responses = false;
        let max_retries = executor.config().max_retries;
        let policy = RetryPolicy {
            max_retries,
            max_retries_before_split: max_retries,
            has_fallback: false,
            is_idempotent: options.is_idempotent(),
        };
        let mut due_retry: Option<(Retry, Error)> = None;
        while let Some(sent) = batch.next_request(&|method| executor.is_cooling_down(method)) {
            let work = async {
                if let Some((retry, error)) = due_retry.take() {
                    executor.backoff(&state, method::BATCH, &error, retry).await;
                }
                executor.call_batch(&batch.build_call(&sent), &state, None).await
            };
            let result =
                executor.with_deadline(deadline, &state, method::BATCH, &[], pin!(work)).await;
            match result {
                Ok(responses) => {
                    has_responses = true;
                    due_retry = batch.record_responses(sent, responses, &policy, self.host());
                }
                Err(error) => {
                    batch.record_failure(&sent, &error);
                    if error.is_systemic() {
                        let remaining = std::mem::take(&mut batch.pending);
                        batch.record_failure(&remaining, &error);
                    }
                }
            }
        }
        let mut outcomes = Vec::with_capacity(commands.len());
        for outcome in batch.outcomes {
            outcomes.push(outcome.unwrap_or_else(|| Err(missing_result_error(HTTP_OK))));
        }
        match outcomes.first() {
            Some(Err(error)) if !has_responses => Err(error.clone()),
            _ => Ok(outcomes),
        }
    }
}
