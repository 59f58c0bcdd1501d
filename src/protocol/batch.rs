//! Forms of the `batch` method, and the responses to its commands.

use std::fmt::Write;

use b24_record_reader::RawValue;

use super::error_body::command_error;
use super::form::{push_encoded, with_token};
use super::raw_json::RawJson;
use super::rest_response::{RestResponse, RestResponseInner};
use super::rest_time::{read_number, read_rest_time, with_operating_reset};
use crate::auth::Secret;
use crate::error::{Error, Result};

/// What the portal does after a command of a batch has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// The portal executes the remaining commands.
    Continue,
    /// The portal skips the remaining commands.
    Halt,
}

/// The form-encoded body of a `batch` request. Each command is a method with its query. Commands
/// are named `c0`, `c1` and so on, because with numeric names, PHP would return a list or an
/// object, depending on which commands failed.
#[must_use]
pub fn batch_form(
    commands: &mut dyn Iterator<Item = (&str, String)>,
    on_failure: OnFailure,
    token: Option<&Secret>,
) -> Secret {
    let mut form = String::from(match on_failure {
        OnFailure::Continue => "halt=0",
        OnFailure::Halt => "halt=1",
    });
    for (index, (method, query)) in commands.enumerate() {
        write!(form, "&cmd[c{index}]={method}").expect("writing to a String cannot fail");
        push_encoded(&mut form, "?");
        push_encoded(&mut form, &query);
    }
    with_token(form, token)
}

/// Splits the response to a batch into the responses to its commands, in the order of the commands.
/// Each response has the HTTP status of the batch. A command without a result gets
/// [`missing_result_error`].
///
/// # Errors
/// `BAD_RESPONSE` if `batch` is not the response to a batch.
pub fn read_batch(batch: &RestResponse, commands: usize) -> Result<Vec<Result<RestResponse>>> {
    let mut responses = Vec::with_capacity(commands);
    for response in read_halted_batch(batch, commands)? {
        responses.push(response.unwrap_or_else(|| Err(missing_result_error(batch.status))));
    }
    Ok(responses)
}

/// The error of a command that has no result in the response to its batch. `status` is the HTTP
/// status of that response. The portal may have executed the command.
#[must_use]
pub fn missing_result_error(status: u16) -> Error {
    Error::bad_response(status, "The portal's batch response lacks a command")
}

/// Like [`read_batch`], but a command without a result is `None`, because the portal may have
/// stopped at the failure of an earlier command.
///
/// # Errors
/// `BAD_RESPONSE` if `batch` is not the response to a batch.
pub fn read_halted_batch(
    batch: &RestResponse,
    commands: usize,
) -> Result<Vec<Option<Result<RestResponse>>>> {
    let RestResponseInner { status, ref body, ref chunks, parse, .. } = **batch;
    if !batch.result.as_raw_value().is_object() {
        return Err(Error::bad_response(status, "The portal's response is not that of a batch"));
    }
    // PHP writes an empty map as a list, in which `member` finds nothing.
    let member = |map, name: &str| body.member(map).and_then(|map| map.member(name));
    let read = |index| {
        let name = format!("c{index}");
        let error = member("result_error", &name).and_then(|error| command_error(error, status));
        if let Some(error) = error {
            return Some(Err(with_operating_reset(error, member("result_time", &name), parse)));
        }
        let list = body.lists.iter().position(|list| list.name == name)?;
        let number = |map| member(map, &name).and_then(|value| read_number(value, parse));
        let time = member("result_time", &name);
        Some(Ok(Box::new(RestResponseInner {
            status,
            result: RawJson::new(RawValue::new(&body.lists[list].json)),
            next: number("result_next"),
            total: number("result_total"),
            time: time.map(|time| read_rest_time(time, parse)).unwrap_or_default(),
            body: body.clone(),
            list: Some(list),
            chunks: chunks.clone(),
            parse,
        })))
    };
    let mut responses = Vec::with_capacity(commands);
    for index in 0..commands {
        responses.push(read(index));
    }
    Ok(responses)
}
