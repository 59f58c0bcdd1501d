use std::fmt::Write;

use serde_json::Value;

use super::envelope::{Answer, portal_error, read_time};
use super::form::{push_encoded, with_token};
use super::json::Members;
use crate::auth::Secret;
use crate::error::{Error, Result};

/// The form of a batch of calls, each a method with its query. They go by number, `c0` and so on: under bare numbers PHP
/// answers now with lists, now with objects, depending on which of them failed. `halts`: whether the first failure is the end.
#[must_use]
pub fn batch_form<'a>(
    calls: impl IntoIterator<Item = (&'a str, String)>,
    halts: bool,
    token: Option<&Secret>,
) -> Secret {
    let mut form = String::from(if halts { "halt=1" } else { "halt=0" });
    for (number, (method, query)) in calls.into_iter().enumerate() {
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
pub fn read_batch(answer: &Answer, calls: usize) -> Result<Vec<Result<Answer>>> {
    let lost =
        || Err(Error::bad_response(answer.status, "The portal's answer to a batch lacks one of the calls"));
    let answers = read_halted_batch(answer, calls)?;
    Ok(answers.into_iter().map(|answer| answer.unwrap_or_else(lost)).collect())
}

/// The same of a batch that may have ended at a failure; `None` for calls of which there is no trace.
///
/// # Errors
/// `BAD_RESPONSE` if the answer is not one to a batch.
pub fn read_halted_batch(answer: &Answer, calls: usize) -> Result<Vec<Option<Result<Answer>>>> {
    let status = answer.status;
    let Some(parts) = Members::of(answer.result.text()) else {
        return Err(Error::bad_response(status, "The portal's answer is not one to a batch"));
    };
    // PHP writes an empty map as a list.
    let part = |name| parts.text(name).and_then(Members::of).unwrap_or_else(Members::none);
    let (results, errors, times) = (part("result"), part("result_error"), part("result_time"));
    let (nexts, totals) = (part("result_next"), part("result_total"));
    let read = |number| {
        let name = format!("c{number}");
        if let Some(failure) = errors.text(&name).and_then(Members::of) {
            let nameless = || Error::from_portal("", "", status);
            return Some(Err(portal_error(&failure, status).unwrap_or_else(nameless)));
        }
        let result = results.json(&name)?;
        let number = |members: &Members<'_>| members.value(&name).as_ref().and_then(Value::as_u64);
        let (next, total) = (number(&nexts), number(&totals));
        let time = times.value(&name).map(|time| read_time(&time)).unwrap_or_default();
        Some(Ok(Answer { status, result, next, total, time }))
    };
    Ok((0..calls).map(read).collect())
}
