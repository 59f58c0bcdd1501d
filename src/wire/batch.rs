use std::fmt::Write;

use serde_json::{Map, Value};

use super::envelope::{Answer, Time, portal_error};
use super::form::{push_encoded, with_token};
use crate::auth::Secret;
use crate::error::{Error, Result};

/// The form of a batch of calls, each a method with its query. They go by number, `c0` and so on: under bare numbers PHP
/// answers now with lists, now with objects, depending on which of them failed.
#[must_use]
pub fn batch_form<'a>(calls: impl IntoIterator<Item = (&'a str, String)>, token: Option<&Secret>) -> Secret {
    let mut form = String::from("halt=0");
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
pub fn read_batch(answer: Answer, calls: usize) -> Result<Vec<Result<Answer>>> {
    let status = answer.status;
    let Value::Object(mut parts) = answer.result else {
        return Err(Error::bad_response(status, "The portal's answer is not one to a batch"));
    };
    // PHP writes an empty map as a list.
    let mut part = |name| match parts.remove(name) {
        Some(Value::Object(part)) => part,
        _ => Map::new(),
    };
    let (mut results, errors, times) = (part("result"), part("result_error"), part("result_time"));
    let read = |number| {
        let name = format!("c{number}");
        if let Some(Value::Object(failure)) = errors.get(&name) {
            return Err(portal_error(failure, status).unwrap_or_else(|| Error::from_portal("", "", status)));
        }
        let Some(result) = results.remove(&name) else {
            return Err(Error::bad_response(status, "The portal's answer to a batch lacks one of the calls"));
        };
        let time = times.get(&name).map(Time::read).unwrap_or_default();
        Ok(Answer { status, result, time })
    };
    Ok((0..calls).map(read).collect())
}
