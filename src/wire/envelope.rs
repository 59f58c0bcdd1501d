use serde_json::{Map, Value};

use super::text::decode;
use crate::error::{Error, Result};
use crate::send::HttpResponse;

/// The portal's answer to a successful call.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What the method gave.
    pub result: Value,
    /// What it took.
    pub time: Time,
}

/// What an answer tells of the time it took, in seconds. Zero and `None` where it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Time {
    /// How long the portal worked.
    pub duration: f64,
    /// What is counted against the operating time limit; portals of one's own often do not count.
    pub operating: Option<f64>,
    /// When that count begins anew, in seconds since 1970; it may be missing although the count is there.
    pub operating_reset_at: Option<f64>,
}

/// Reads the envelope that every answer comes in.
///
/// # Errors
/// The portal's own error if the envelope holds one, whatever the status says; else `BAD_RESPONSE` if it is not JSON or
/// has no result.
pub fn read_answer(response: &HttpResponse) -> Result<Answer> {
    let status = response.status;
    let text = decode(&response.body);
    let Ok(Value::Object(mut envelope)) = serde_json::from_str(&text) else {
        return Err(Error::bad_response(status, unreadable(status, &text)));
    };
    if let Some(error) = portal_error(&envelope, status) {
        return Err(error);
    }
    let Some(result) = envelope.remove("result") else {
        return Err(Error::bad_response(status, "The portal's answer has neither a result nor an error"));
    };
    let time = envelope.get("time").map(Time::read).unwrap_or_default();
    Ok(Answer { status, result, time })
}

/// Why an answer is not an envelope. Its text may be anything, so it is not repeated.
fn unreadable(status: u16, text: &str) -> String {
    let what = match text.trim_start().chars().next() {
        None => "an empty body",
        Some('<') => "a page instead of JSON",
        Some('{') => "JSON that is cut or damaged",
        Some(_) => "something that is not a JSON object",
    };
    format!("The portal answered HTTP {status} with {what}")
}

impl Time {
    /// The time in an answer; nothing is known of what is not as it should be.
    pub(super) fn read(time: &Value) -> Self {
        let number = |name: &str| time.get(name).and_then(Value::as_f64);
        Self {
            duration: number("duration").unwrap_or_default(),
            operating: number("operating"),
            operating_reset_at: number("operating_reset_at"),
        }
    }
}

/// The error that an envelope holds, if it holds one: what counts is that the key is there.
pub(super) fn portal_error(envelope: &Map<String, Value>, status: u16) -> Option<Error> {
    let code = as_text(envelope.get("error")?);
    let description = envelope.get("error_description").map(as_text).unwrap_or_default();
    Some(Error::from_portal(&code, &description, status))
}

/// A code or description: text, or from older portals a number.
fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
