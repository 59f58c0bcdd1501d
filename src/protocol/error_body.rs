//! Errors in responses, in every form that portals give them: `error` and `error_description`, an
//! object with `code`, `message` and `validation` (REST v3), or a list of these in `errors` (ajax).

use b24_record_reader::{Body, RawValue};

use crate::error::Error;

/// The error that a response reports, whatever its HTTP status. An empty `error` beside a result is
/// none.
pub(crate) fn error_in(body: &Body, status: u16) -> Option<Error> {
    let has_result = !body.lists.is_empty() || result_in(body).is_some();
    let error = body.member("error").filter(|error| !has_result || !is_empty(*error));
    let errors = body.member("errors").filter(|errors| !has_result && !is_empty(*errors));
    if error.is_none() && errors.is_none() {
        return None;
    }
    let (mut code, mut message) = (String::new(), String::new());
    read(error, true, &mut code, &mut message);
    read(body.member("error_description"), false, &mut code, &mut message);
    read(errors, false, &mut code, &mut message);
    Some(Error::from_portal(&code, &message, status))
}

/// The result of a response: `result`, or `data` in the ajax form, which says that there are no errors.
pub(crate) fn result_in(body: &Body) -> Option<RawValue<'_>> {
    let has_succeeded = body.member("errors").is_some_and(is_empty);
    body.member("result").or_else(|| body.member("data").filter(|_| has_succeeded))
}

/// The error of one call of a batch.
pub(crate) fn batched_error(error: RawValue<'_>, status: u16) -> Option<Error> {
    if !error.is_object() && (!error.is_array() || is_empty(error)) {
        return None;
    }
    let (mut code, mut message) = (String::new(), String::new());
    read(Some(error), false, &mut code, &mut message);
    Some(Error::from_portal(&code, &message, status))
}

/// Whether a value reports nothing, as PHP writes it.
fn is_empty(value: RawValue<'_>) -> bool {
    matches!(value.bytes(), b"null" | b"false" | b"\"\"" | b"[]" | b"{}")
}

/// Reads a code or a text, or whichever of both an object or a list has. The first code counts, and all
/// texts.
fn read(value: Option<RawValue<'_>>, is_code: bool, code: &mut String, message: &mut String) {
    let Some(value) = value.filter(|value| !value.is_null()) else { return };
    value.for_each_element(&mut |value| read(Some(value), is_code, code, message));
    value.for_each_member(&mut |name, value| match name.as_str() {
        // 0 is the code of PHP errors without one.
        "code" if value.bytes() == b"0" => {}
        "code" | "error" => read(Some(value), true, code, message),
        "message" | "error_description" | "validation" | "errors" => {
            read(Some(value), false, code, message);
        }
        _ => {}
    });
    if value.is_object() || value.is_array() {
        return;
    }
    let text = value.parse_string().unwrap_or_else(|| value.to_compact_json());
    let target = if is_code && code.is_empty() { code } else { message };
    if !target.is_empty() {
        target.push_str("; ");
    }
    target.push_str(&text);
}
