//! Errors in responses, in all formats of portals:
//! - `error` and `error_description`,
//! - an object with `code`, `message` and `validation` (REST v3),
//! - a list of such objects in `errors` (ajax).

use b24_record_reader::{ParsedBody, RawValue};

use crate::error::Error;

/// The error in a body, whatever the HTTP status; `None` if there is none. Beside a result, an
/// empty `error` is not an error, and `errors` is ignored.
pub(crate) fn body_error(body: &ParsedBody, status: u16) -> Option<Error> {
    let has_result = !body.lists.is_empty() || body_result(body).is_some();
    let error = body.member("error").filter(|error| !has_result || !is_empty(*error));
    let errors = body.member("errors").filter(|errors| !has_result && !is_empty(*errors));
    if error.is_none() && errors.is_none() {
        return None;
    }
    let (mut code, mut message) = (String::new(), String::new());
    collect_texts(error, TextRole::Code, &mut code, &mut message);
    collect_texts(body.member("error_description"), TextRole::Message, &mut code, &mut message);
    collect_texts(errors, TextRole::Message, &mut code, &mut message);
    Some(Error::from_portal(&code, &message, status))
}

/// The result in a body: the member `result` or, in the ajax format, the member `data` if the body
/// has an empty `errors`. `None` if there is no result.
pub(crate) fn body_result(body: &ParsedBody) -> Option<RawValue<'_>> {
    let has_succeeded = body.member("errors").is_some_and(is_empty);
    body.member("result").or_else(|| body.member("data").filter(|_| has_succeeded))
}

/// The error of one command of a batch; `None` if the value is not an error.
pub(crate) fn command_error(error: RawValue<'_>, status: u16) -> Option<Error> {
    if !error.is_object() && (!error.is_array() || is_empty(error)) {
        return None;
    }
    let (mut code, mut message) = (String::new(), String::new());
    collect_texts(Some(error), TextRole::Message, &mut code, &mut message);
    Some(Error::from_portal(&code, &message, status))
}

/// Whether a value is one of the forms in which PHP writes an empty value.
fn is_empty(value: RawValue<'_>) -> bool {
    matches!(value.as_bytes(), b"null" | b"false" | b"\"\"" | b"[]" | b"{}")
}

/// What a string in an error means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TextRole {
    Code,
    Message,
}

/// Collects the code and the message from an error that is a string, an object or a list. `role` is
/// whether a plain string is a code or a message. The first code that is found becomes `code`.
/// Further codes and all messages are joined in `message`.
fn collect_texts(
    value: Option<RawValue<'_>>,
    role: TextRole,
    code: &mut String,
    message: &mut String,
) {
    let Some(value) = value.filter(|value| !value.is_null()) else { return };
    value.for_each_element(&mut |value| collect_texts(Some(value), role, code, message));
    value.for_each_member(&mut |name, value| match name.as_str() {
        // PHP writes 0 as the code of an error without a code.
        "code" if value.as_bytes() == b"0" => {}
        "code" | "error" => collect_texts(Some(value), TextRole::Code, code, message),
        "message" | "error_description" | "validation" | "errors" => {
            collect_texts(Some(value), TextRole::Message, code, message);
        }
        _ => {}
    });
    if value.is_object() || value.is_array() {
        return;
    }
    let text = value.parse_string().unwrap_or_else(|| value.to_json_excerpt());
    let target = if role == TextRole::Code && code.is_empty() { code } else { message };
    if !target.is_empty() {
        target.push_str("; ");
    }
    target.push_str(&text);
}
