//! Converts outcomes to JavaScript objects.

use b24_fake_portal::{Millis, Outcome, Response, http_message::Headers};
use js_sys::{Array, JSON, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;

/// An outcome without its body.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct OutcomeHead {
    kind: &'static str,
    delay_ms: Millis,
    status: u16,
    headers: Headers,
    /// The number of bytes of the body that are sent.
    bytes: usize,
}

/// Converts an outcome to a pair: an object with everything except the body, and the body as bytes.
pub(crate) fn outcome_to_js(mut outcome: Outcome) -> Array {
    let mut delay_ms = 0;
    while let Outcome::Delay { ms, then } = outcome {
        delay_ms += ms;
        outcome = *then;
    }
    let (head, body) = match outcome {
        Outcome::Respond(response) => split_response("respond", response, usize::MAX),
        Outcome::Truncate { response, bytes } => split_response("truncate", response, bytes),
        Outcome::Reset => (OutcomeHead { kind: "reset", ..OutcomeHead::default() }, Vec::new()),
        Outcome::Hang | Outcome::Delay { .. } => {
            (OutcomeHead { kind: "hang", ..OutcomeHead::default() }, Vec::new())
        }
    };
    Array::of2(&to_js_value(&OutcomeHead { delay_ms, ..head }), &Uint8Array::from(&*body))
}

/// Converts serializable data to a JavaScript object.
pub(crate) fn to_js_value(value: &impl Serialize) -> JsValue {
    let json = serde_json::to_string(value).expect("plain data has string keys only");
    JSON::parse(&json).expect("serde_json writes JSON")
}

fn split_response(kind: &'static str, response: Response, bytes: usize) -> (OutcomeHead, Vec<u8>) {
    let Response { status, headers, body } = response;
    let bytes = bytes.min(body.len());
    (OutcomeHead { kind, status, headers, bytes, ..OutcomeHead::default() }, body)
}
