//! Builds the responses that contain a result or an error.

use crate::{
    Response,
    methods::CallResult,
    php::{Array, json_encode},
};

pub(super) fn success_response(reply: CallResult, time: Option<Array>) -> Response {
    let mut body = Array::from([("result", reply.result)]);
    for (key, value) in [("next", reply.next), ("total", reply.total)] {
        if let Some(value) = value {
            body.insert(key, value);
        }
    }
    if let Some(time) = time {
        body.insert("time", time);
    }
    json_response(200, body)
}

pub(super) fn json_response(status: u16, body: Array) -> Response {
    Response::new(status, "application/json; charset=utf-8", json_encode(&body.into()))
}

/// An HTML error page of the web server, which is sent instead of a REST response.
pub(super) fn html_page(status: u16) -> Response {
    let page = format!(
        "<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>\n"
    );
    Response::new(status, "text/html; charset=UTF-8", page)
}
