//! Reads responses from the values to which `fetch` resolves, and from the errors that it throws.

use js_sys::JSON;
use wasm_bindgen::prelude::*;

use super::super::foreign::{
    get_first_non_nullish, get_optional, get_property, get_string, has_method, is_nullish,
    to_cause, to_string_tag,
};
use crate::transport::TransportError;

/// A response from `fetch`, or from another HTTP client that an application uses instead of
/// `fetch`.
pub(super) struct FetchResponse {
    pub(super) object: JsValue,
    /// The body as a JavaScript string, if the HTTP client has already read it; `None` if it is
    /// unread.
    pub(super) text: Option<JsValue>,
}

impl FetchResponse {
    /// The response to which `fetch` resolved.
    pub(super) fn from_resolved(object: JsValue) -> Self {
        let with_available_body = get_property(&object, "data")
            .and_then(|data| Self::with_available_body(&object, &data));
        with_available_body.ok().flatten().unwrap_or(Self { object, text: None })
    }

    /// The response in an error that `fetch` threw: the property `response` of the error, or the
    /// error itself. HTTP clients such as ky and axios throw for some HTTP statuses.
    ///
    /// # Errors
    /// `Network` if the error has no response, for example because there is no network.
    /// `InvalidResponse` if the body of the response can no longer be read.
    pub(super) fn from_response_in_thrown(thrown: &JsValue) -> Result<Self, TransportError> {
        let object = get_optional(thrown, "response")
            .map(|response| if is_nullish(&response) { thrown.clone() } else { response })
            .unwrap_or_default();
        if get_string(&object, "type").as_deref() == Some("opaqueredirect") {
            return Ok(Self { object, text: None });
        }
        let Some(status) = status_of(&object).ok().flatten().filter(|status| *status > 99) else {
            return Err(TransportError::Network(to_cause(thrown)));
        };
        let data = get_property(&object, "data").and_then(|data| {
            if is_nullish(&data) { get_property(thrown, "data") } else { Ok(data) }
        });
        let with_available_body = data.and_then(|data| Self::with_available_body(&object, &data));
        with_available_body.ok().flatten().ok_or_else(|| {
            TransportError::InvalidResponse(format!(
                "`fetch` threw for HTTP status {status}, with no response that can be read: \
                 it must resolve, whatever the status"
            ))
        })
    }

    /// The response `object`, if its body can still be read, or if the HTTP client has already read
    /// it: into `object.text`, `object.body` or `data`, which is the property `data` of the
    /// response or of the thrown error. Otherwise `None`.
    fn with_available_body(object: &JsValue, data: &JsValue) -> Result<Option<Self>, JsValue> {
        let (body, text) = (get_property(object, "body")?, get_property(object, "text")?);
        let is_set = |value: &JsValue, name| {
            Ok::<_, JsValue>(get_optional(value, name)?.as_bool() == Some(true))
        };
        let is_used = is_set(object, "bodyUsed")? || is_set(&body, "locked")?;
        let is_readable = text.is_function()
            || has_method(object, "arrayBuffer")?
            || has_method(&body, "getReader")?;
        if is_readable && !is_used {
            return Ok(Some(Self { object: object.clone(), text: None }));
        }
        let text = if text.is_string() {
            text
        } else if body.is_string() {
            body
        } else if matches!(to_string_tag(data).as_str(), "[object Object]" | "[object Array]") {
            JSON::stringify(data)?.into()
        } else {
            data.clone()
        };
        // A comparison with "" would copy the text.
        let is_text = text.is_string() && !text.is_falsy();
        Ok(is_text.then(|| Self { object: object.clone(), text: Some(text) }))
    }

    /// Returns the HTTP status, and whether a redirect was followed. The status is 0 if the runtime
    /// hides it.
    pub(super) fn status_and_redirected(&self) -> Result<(u16, bool), TransportError> {
        let head =
            || Ok((status_of(&self.object)?, get_property(&self.object, "redirected")?.as_bool()));
        let (status, redirected) = head().map_err(unreadable_error)?;
        let status = status.ok_or_else(|| invalid_error("without a status"))?;
        Ok((status, redirected == Some(true)))
    }
}

/// The status of a response, a number below 1000; `None` if there is none.
fn status_of(object: &JsValue) -> Result<Option<u16>, JsValue> {
    let status =
        get_first_non_nullish(object, ["status", "statusCode"])?.as_f64().unwrap_or(f64::NAN);
    let is_status = (0.0..1000.0).contains(&status) && status.fract() == 0.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 999")]
    Ok(is_status.then_some(status as u16))
}

/// The error for a response that threw `thrown` when a property or the body was read.
#[expect(clippy::needless_pass_by_value, reason = "a function for `map_err`")]
pub(super) fn unreadable_error(thrown: JsValue) -> TransportError {
    invalid_error(&("that cannot be read: ".to_owned() + &to_cause(&thrown).message))
}

/// The error for a value that is not a response. `how` completes the error's message: "`fetch`
/// resolved to something ...".
pub(super) fn invalid_error(how: &str) -> TransportError {
    TransportError::InvalidResponse("`fetch` resolved to something ".to_owned() + how)
}
