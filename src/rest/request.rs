use b24_record_reader::ResultShape;

use super::call_state::CallState;
use super::executor::{RestExecutor, RestRequest};
use super::response_reader::OnPartialUsers;
use crate::auth::Secret;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::ids::UserId;
use crate::protocol::{RestResponse, batch_form, form, method, read_partial_batch};

/// In place of a number: none of them does.
pub(crate) const NO_USERS: usize = usize::MAX;

/// A call of one method with its parameters.
#[derive(Clone, Copy)]
pub(crate) struct MethodCall<'a> {
    pub(crate) method: &'a str,
    pub(crate) params: &'a [(&'a str, &'a str)],
    /// The ids that it asks for.
    pub(crate) ids: &'a [UserId],
    /// Whether it may be sent again when it is not known whether it has been carried out.
    pub(crate) is_repeatable: bool,
    /// What its result should be.
    pub(crate) shape: ResultShape,
}

impl<'a> MethodCall<'a> {
    /// A call that changes nothing, or nothing more when it is carried out twice.
    pub(crate) const fn repeatable(method: &'a str, params: &'a [(&'a str, &'a str)]) -> Self {
        Self { method, params, ids: &[], is_repeatable: true, shape: ResultShape::Any }
    }
}

/// Up to 50 calls in one request.
pub(crate) struct BatchCall {
    /// Each a method with its query.
    pub(crate) calls: Vec<(String, String)>,
    /// Whether the first failure is the end.
    pub(crate) halts: bool,
    /// Whether they may be sent again when it is not known whether they have been carried out.
    pub(crate) is_repeatable: bool,
    /// Whether there is another way to ask if the request as a whole is too much.
    pub(crate) alternative: Fallback,
    /// From which one on they give users.
    pub(crate) users_from: usize,
}

/// Why a call of a batch has no answer, if it is not known that it was not carried out.
pub(crate) fn lost() -> Error {
    Error::bad_response(200, "The portal's answer to a batch lacks one of the calls")
}

/// Another way to ask for the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fallback {
    /// There is none.
    None,
    /// One that takes more: not before this one has been tried again, if it may help.
    Slower,
    /// One that is as good.
    Equivalent,
}

impl<H: Host> RestExecutor<H> {
    /// Makes one call, and adds to what it has taken.
    pub(crate) async fn ask(&self, question: MethodCall<'_>, state: &CallState) -> Result<RestResponse> {
        let MethodCall { method, params, ids, is_repeatable, shape } = question;
        let retries = self.options.retries();
        let call = RestRequest {
            method,
            inner: &[],
            shape,
            ids,
            form: &|token: Option<&Secret>| form(params, token),
            retries,
            retries_before_split: retries,
            is_only_way: true,
            is_repeatable,
            state,
            take_fresh: None,
        };
        self.call(&call).await
    }

    /// Makes several calls in one request. `None` for those that were not carried out, as one before them failed.
    pub(crate) async fn ask_all(
        &self,
        questions: &BatchCall,
        state: &CallState,
        take_fresh: Option<&OnPartialUsers<'_>>,
    ) -> Result<Vec<Option<Result<RestResponse>>>> {
        let BatchCall { calls, halts, is_repeatable, alternative, users_from } = questions;
        let mut methods = Vec::with_capacity(calls.len());
        for (method, _) in calls {
            methods.push(method.as_str());
        }
        let form = |token: Option<&Secret>| {
            let mut calls = calls.iter().map(|(method, query)| (method.as_str(), query.clone()));
            batch_form(&mut calls, *halts, token)
        };
        let retries = self.options.retries();
        let call = RestRequest {
            method: method::BATCH,
            inner: &methods,
            shape: ResultShape::Batch(*users_from),
            ids: &[],
            form: &form,
            retries,
            retries_before_split: if *alternative == Fallback::Equivalent { 0 } else { retries },
            is_only_way: *alternative == Fallback::None,
            is_repeatable: *is_repeatable,
            state,
            take_fresh,
        };
        let answer = self.call(&call).await?;
        let answers = read_partial_batch(&answer, calls.len());
        let mut answers = answers.map_err(|error| error.for_request(method::BATCH, &[]))?;
        for (answer, method) in answers.iter_mut().zip(methods) {
            match answer {
                Some(Ok(answer)) => self.note_operating(method, answer),
                Some(Err(error)) => {
                    self.note_inner_expiry(state, error);
                    self.note_inner_failure(method, error);
                    *error = self.session.redactor().redact_error(error.clone()).for_request(method, &[]);
                }
                None => {}
            }
        }
        Ok(answers)
    }
}
