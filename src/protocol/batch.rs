use std::fmt::Write;

use b24_record_reader::RawValue;

use super::envelope::{ResponseParts, RestResponse, read_number, read_time, with_reset};
use super::error_body::batched_error;
use super::form::{push_encoded, with_token};
use super::raw_json::RawJson;
use crate::auth::Secret;
use crate::error::{Error, Result};

/// The form of a batch of calls, each a method with its query. They go by number, `c0` and so on: under bare numbers PHP
/// answers now with lists, now with objects, depending on which of them failed. `halts`: whether the first failure is the end.
#[must_use]
pub fn batch_form(
    calls: &mut dyn Iterator<Item = (&str, String)>,
    halts: bool,
    token: Option<&Secret>,
) -> Secret {
    let mut form = String::from(if halts { "halt=1" } else { "halt=0" });
    for (number, (method, query)) in calls.enumerate() {
        write!(form, "&cmd[c{number}]={method}").expect("a String takes all text");
        push_encoded(&mut form, "?");
        push_encoded(&mut form, &query);
    }
    with_token(form, token)
}

/// The answers to the calls of a batch, in their order, as if each had come alone. The status is that of the batch.
///
/// # Errors
/// `BAD_RESPONSE` if the answer is not one to a batch.
pub fn read_batch<W>(answer: &RestResponse<W>, calls: usize) -> Result<Vec<Result<RestResponse<W>>>> {
    let lost =
        || Err(Error::bad_response(answer.status, "The portal's answer to a batch lacks one of the calls"));
    let answers = read_partial_batch(answer, calls)?;
    let mut whole = Vec::with_capacity(calls);
    for answer in answers {
        whole.push(answer.unwrap_or_else(lost));
    }
    Ok(whole)
}

/// The same of a batch that may have ended at a failure; `None` for calls of which there is no trace.
///
/// # Errors
/// `BAD_RESPONSE` if the answer is not one to a batch.
pub fn read_partial_batch<W>(
    answer: &RestResponse<W>,
    calls: usize,
) -> Result<Vec<Option<Result<RestResponse<W>>>>> {
    let ResponseParts { status, ref body, ref windows, parse, .. } = **answer;
    if !answer.result.raw().is_object() {
        return Err(Error::bad_response(status, "The portal's answer is not one to a batch"));
    }
    // PHP writes an empty map as a list, which has no members.
    let part = |part, name: &str| body.member(part).and_then(|part| part.member(name));
    let read = |number| {
        let name = format!("c{number}");
        if let Some(error) = part("result_error", &name).and_then(|error| batched_error(error, status)) {
            return Some(Err(with_reset(error, part("result_time", &name), parse)));
        }
        let list = body.lists.iter().position(|list| list.name == name)?;
        let number = |members| part(members, &name).and_then(|value| read_number(value, parse));
        Some(Ok(Box::new(ResponseParts {
            status,
            result: RawJson::new(RawValue::new(&body.lists[list].raw)),
            next: number("result_next"),
            total: number("result_total"),
            time: part("result_time", &name).map(|time| read_time(time, parse)).unwrap_or_default(),
            body: body.clone(),
            list: Some(list),
            windows: windows.clone(),
            parse,
        })))
    };
    let mut answers = Vec::with_capacity(calls);
    for number in 0..calls {
        answers.push(read(number));
    }
    Ok(answers)
}
