//! The envelope of results and errors.

use crate::{
    Response,
    methods::Reply,
    php::{Array, encode},
};

pub(super) fn success(reply: Reply, time: Option<Array>) -> Response {
    let mut body = Array::from([("result", reply.result)]);
    for (key, value) in [("next", reply.next), ("total", reply.total)] {
        if let Some(value) = value {
            body.insert(key, value);
        }
    }
    if let Some(time) = time {
        body.insert("time", time);
    }
    json(200, body)
}

pub(super) fn json(status: u16, body: Array) -> Response {
    Response::new(status, "application/json; charset=utf-8", encode(&body.into()))
}

/// A page of the web server, outside REST.
pub(super) fn html(status: u16) -> Response {
    let page = format!(
        "<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>\n"
    );
    Response::new(status, "text/html; charset=UTF-8", page)
}
