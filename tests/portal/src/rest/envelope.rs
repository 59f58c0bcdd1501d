//! What a result or an error is wrapped in.

use crate::{
    Millis, Response, clock,
    methods::Failure,
    php::{Array, Value, encode},
};
use core::time::Duration;

/// After how many seconds the portal forgets the operating time of a call.
const OPERATING_WINDOW: u64 = 600;

pub(super) fn success(result: Value, now: Millis) -> Response {
    json(200, Array::from([("result", result), ("time", time(now).into())]))
}

pub(super) fn failure(failure: Failure) -> Response {
    match failure {
        Failure::Rest { status, error, description } => {
            json(status, Array::from([("error", error), ("error_description", description)]))
        }
        Failure::Fatal(error) => {
            Response::new(500, "text/html; charset=UTF-8", format!("[TypeError] \n{}\n", error.0))
        }
    }
}

fn json(status: u16, body: Array) -> Response {
    Response::new(status, "application/json; charset=utf-8", encode(&body.into()))
}

/// The start loses its fraction, so the duration includes up to a second that never was. Processing costs nothing.
fn time(now: Millis) -> Array {
    let start = now / 1000;
    Array::from([
        ("start", Value::from(start)),
        ("finish", Duration::from_millis(now).as_secs_f64().into()),
        ("duration", Duration::from_millis(now % 1000).as_secs_f64().into()),
        ("processing", 0_u64.into()),
        ("date_start", clock::iso(now).into()),
        ("date_finish", clock::iso(now).into()),
        ("operating_reset_at", (start + OPERATING_WINDOW).into()),
        ("operating", 0_u64.into()),
    ])
}
