//! The parameters of a call.

use crate::{
    Request,
    php::{Array, Value, decode, parse_multipart, parse_str},
};

/// A call's parameters, twice.
#[derive(Debug)]
pub(super) struct Params {
    /// As they came.
    pub sent: Array,
    /// Their top-level names in capitals.
    pub upper: Array,
}

impl From<Array> for Params {
    fn from(sent: Array) -> Self {
        Self { upper: sent.clone().with_upper_case_keys(), sent }
    }
}

/// What the query says, overridden by what the body of a POST says; bodies of other verbs are not read.
pub(crate) fn read(request: &Request) -> Array {
    let mut params = parse_str(request.query().as_bytes());
    if request.method == "POST" {
        params.replace(body(request.header("Content-Type").unwrap_or_default(), &request.body));
    }
    params
}

fn body(content_type: &str, body: &[u8]) -> Array {
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media_type == "application/json" || media_type.ends_with("+json") {
        // Broken JSON is swallowed: the method runs without parameters.
        match decode(body) {
            Some(Value::Array(params)) => params,
            _ => Array::default(),
        }
    } else if media_type == "multipart/form-data" {
        parse_multipart(content_type, body)
    } else {
        // Forms, and any text that happens to be one.
        parse_str(body.trim_ascii())
    }
}
