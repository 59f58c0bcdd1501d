//! Parses the parameters of a call.

use crate::{
    Request,
    php::{Array, Value, json_decode, parse_multipart, parse_str},
};

/// The parameters of a call, with their names in two forms.
#[derive(Debug)]
pub(super) struct Params {
    /// The parameters with their names as sent.
    pub raw: Array,
    /// The parameters with their top-level names in upper case.
    pub uppercase: Array,
}

impl From<Array> for Params {
    fn from(raw: Array) -> Self {
        Self { uppercase: raw.clone().with_upper_case_keys(), raw }
    }
}

/// Parses the parameters in the query and, if the request is a POST, in the body. Parameters in the
/// body override those in the query.
pub(crate) fn parse_params(request: &Request) -> Array {
    let mut params = parse_str(request.query().as_bytes());
    if request.verb == "POST" {
        params
            .replace(parse_body(request.header("Content-Type").unwrap_or_default(), &request.body));
    }
    params
}

fn parse_body(content_type: &str, body: &[u8]) -> Array {
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media_type == "application/json" || media_type.ends_with("+json") {
        // The server ignores invalid JSON, and calls the method without parameters.
        match json_decode(body) {
            Some(Value::Array(params)) => params,
            _ => Array::default(),
        }
    } else if media_type == "multipart/form-data" {
        parse_multipart(content_type, body)
    } else {
        // The server parses a body of any other type as a form.
        parse_str(body.trim_ascii())
    }
}
