//! Outcomes as plain objects.

use b24_fake_portal::{Millis, Outcome, Response, message::Headers};
use js_sys::{Array, JSON, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;

/// What happens, all but the body.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    kind: &'static str,
    delay_ms: Millis,
    status: u16,
    headers: Headers,
    /// How much of the body arrives.
    bytes: usize,
}

/// What happens, and the body.
pub(crate) fn of(mut outcome: Outcome) -> Array {
    let mut delay_ms = 0;
    while let Outcome::Delay { ms, then } = outcome {
        delay_ms += ms;
        outcome = *then;
    }
    let (head, body) = match outcome {
        Outcome::Respond(response) => answer("respond", response, usize::MAX),
        Outcome::Truncate { response, bytes } => answer("truncate", response, bytes),
        Outcome::Reset => (Head { kind: "reset", ..Head::default() }, Vec::new()),
        Outcome::Hang | Outcome::Delay { .. } => (Head { kind: "hang", ..Head::default() }, Vec::new()),
    };
    Array::of2(&plain(&Head { delay_ms, ..head }), &Uint8Array::from(&*body))
}

/// Plain data.
pub(crate) fn plain(value: &impl Serialize) -> JsValue {
    let json = serde_json::to_string(value).expect("plain data has no keys but texts");
    JSON::parse(&json).expect("serde_json writes JSON")
}

fn answer(kind: &'static str, response: Response, bytes: usize) -> (Head, Vec<u8>) {
    let Response { status, headers, body } = response;
    let bytes = bytes.min(body.len());
    (Head { kind, status, headers, bytes, ..Head::default() }, body)
}
