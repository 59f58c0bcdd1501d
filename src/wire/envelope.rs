use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::text::decode;
use crate::error::{Error, Result};
use crate::send::HttpResponse;

/// The portal's answer to a successful call.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What the method gave, still as JSON.
    pub result: Box<RawValue>,
    /// What it took.
    pub time: Time,
}

/// What an answer tells of the time it took, in seconds. Zero and `None` where it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
pub struct Time {
    /// How long the portal worked.
    #[serde(default)]
    pub duration: f64,
    /// What is counted against the operating time limit; portals of one's own often do not count.
    #[serde(default)]
    pub operating: Option<f64>,
    /// When that count begins anew, in seconds since 1970; it may be missing although the count is there.
    #[serde(default)]
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
    // A map rather than a struct: of a key that comes twice, the last counts.
    let Ok(mut envelope) = serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(&text) else {
        return Err(Error::bad_response(status, unreadable(status, &text)));
    };
    if let Some(code) = envelope.get("error") {
        return Err(portal_error(code, envelope.get("error_description").map(AsRef::as_ref), status));
    }
    let Some(result) = envelope.remove("result") else {
        return Err(Error::bad_response(status, "The portal's answer has neither a result nor an error"));
    };
    let time = envelope.get("time").map(|time| Time::read(time)).unwrap_or_default();
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
    /// The time in an answer's JSON; nothing is known if it is not as it should be.
    pub(super) fn read(json: &RawValue) -> Self {
        serde_json::from_str(json.get()).unwrap_or_default()
    }
}

/// The error that a portal reports by these two.
pub(super) fn portal_error(code: &RawValue, description: Option<&RawValue>, status: u16) -> Error {
    Error::from_portal(&as_text(code), &description.map(as_text).unwrap_or_default(), status)
}

/// A code or description: text, or from older portals a number.
fn as_text(json: &RawValue) -> String {
    match serde_json::from_str(json.get()) {
        Ok(Value::String(text)) => text,
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}
