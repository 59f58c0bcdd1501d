//! Calls of any REST method, and the validation of their names and parameters.

use super::Client;
use super::options::CallOptions;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::protocol::{MAX_FORM_FIELDS, RestResponse, borrow_params};
use crate::rest::MethodCall;

impl<H: Host + 'static> Client<H> {
    /// Calls any REST method. A failed call is retried only if the portal certainly did not execute
    /// it, or if the options declare the call idempotent.
    ///
    /// # Errors
    /// `INVALID_METHOD` or `INVALID_PARAMS` if an argument is invalid; nothing is sent. Otherwise,
    /// the error of the request.
    pub async fn call(
        &self,
        method: &str,
        params: &[(String, String)],
        options: CallOptions,
    ) -> Result<RestResponse> {
        validate_call(method, params)?;
        let params = borrow_params(params);
        let is_idempotent = options.is_idempotent();
        let call = MethodCall { is_idempotent, ..MethodCall::idempotent(method, &params) };
        self.call_with_deadline(call, options).await
    }
}

/// Checks the method name, which becomes part of a URL, and the number of parameters.
pub(super) fn validate_call(method: &str, params: &[(String, String)]) -> Result<()> {
    let is_valid_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_segment = |segment: &str| !segment.is_empty() && segment.bytes().all(is_valid_byte);
    if !method.split('.').all(is_segment) {
        let message = "Invalid REST method: expected letters, digits, \"_\" and \"-\", in segments \
                       separated by dots";
        return Err(Error::new(ErrorKind::Request, code::INVALID_METHOD, message));
    }
    validate_field_count(params.len())
}

/// Rejects more form fields than PHP reads (`max_input_vars`). PHP would silently drop the others.
pub(super) fn validate_field_count(fields: usize) -> Result<()> {
    if fields <= MAX_FORM_FIELDS {
        return Ok(());
    }
    let message = format!(
        "Too many parameters: {fields} fields, and portals silently drop those beyond {MAX_FORM_FIELDS}"
    );
    Err(Error::new(ErrorKind::Request, code::INVALID_PARAMS, message))
}
