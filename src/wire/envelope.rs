use serde_json::Value;

use super::json::{Json, Members};
use super::text::decode;
use crate::error::{Error, Result};
use crate::model::RestTime;
use crate::send::HttpResponse;

/// The portal's answer to a successful call.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What the method gave.
    pub result: Json,
    /// Where the next page of a list begins.
    pub next: Option<u64>,
    /// How long the list is on all its pages.
    pub total: Option<u64>,
    /// What it took.
    pub time: RestTime,
}

impl Answer {
    /// What the method gave, as a value.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if it is nested too deeply, or has a number that no `f64` holds.
    pub fn value(&self) -> Result<Value> {
        let message =
            "The portal's answer is JSON that cannot be meant: too deep, or with numbers beyond all measure";
        self.result.value().ok_or_else(|| Error::bad_response(self.status, message))
    }
}

/// Reads the envelope that every answer comes in.
///
/// # Errors
/// The portal's own error if the envelope holds one, whatever the status says; else `BAD_RESPONSE` if it is not JSON or
/// has no result.
pub fn read_answer(response: &HttpResponse) -> Result<Answer> {
    let status = response.status;
    let text = decode(&response.body);
    let Some(envelope) = Members::of(&text) else {
        return Err(Error::bad_response(status, unreadable(status, &text)));
    };
    if let Some(error) = portal_error(&envelope, status) {
        return Err(error);
    }
    let Some(result) = envelope.json("result") else {
        return Err(Error::bad_response(status, "The portal's answer has neither a result nor an error"));
    };
    let number = |name| envelope.value(name).as_ref().and_then(Value::as_u64);
    let time = envelope.value("time").map(|time| read_time(&time)).unwrap_or_default();
    Ok(Answer { status, result, next: number("next"), total: number("total"), time })
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

/// The time in an answer; nothing is known of what is not as it should be.
pub(super) fn read_time(time: &Value) -> RestTime {
    let number = |name: &str| time.get(name).and_then(Value::as_f64);
    let text = |name: &str| time.get(name).and_then(Value::as_str).map(str::to_owned);
    RestTime {
        start: number("start"),
        finish: number("finish"),
        duration: number("duration"),
        processing: number("processing"),
        date_start: text("date_start"),
        date_finish: text("date_finish"),
        operating: number("operating"),
        operating_reset_at: number("operating_reset_at"),
    }
}

/// The error that an envelope holds, if it holds one: what counts is that the key is there.
pub(super) fn portal_error(envelope: &Members<'_>, status: u16) -> Option<Error> {
    // A code or description is text, or from older portals a number.
    let text = |name| match envelope.value(name) {
        Some(Value::String(text)) => text,
        Some(Value::Null) => String::new(),
        _ => envelope.text(name).unwrap_or_default().to_owned(),
    };
    envelope.text("error")?;
    Some(Error::from_portal(&text("error"), &text("error_description"), status))
}
