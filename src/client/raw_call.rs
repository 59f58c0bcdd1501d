use super::options::CallOptions;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::protocol::{MAX_FORM_FIELDS, RestResponse};
use crate::rest::MethodCall;

/// The parameters of a call, as fields of a form: `("FILTER[ID][0]", "4")`.
pub type Params = Vec<(String, String)>;

impl<H: Host + 'static> Client<H> {
    /// Calls any REST method. It is sent again only if the portal refused it before it did anything, or if the caller says that
    /// this is safe.
    ///
    /// # Errors
    /// `INVALID_METHOD` or `INVALID_PARAMS` before anything is sent; else those of the request.
    pub async fn call(
        &self,
        method: &str,
        params: &[(String, String)],
        options: CallOptions,
    ) -> Result<RestResponse> {
        check(method, params)?;
        let params = borrowed(params);
        let is_repeatable = options.is_repeatable();
        let question = MethodCall { is_idempotent: is_repeatable, ..MethodCall::idempotent(method, &params) };
        self.ask_in_time(question, options.deadline_ms).await
    }
}

/// Refuses what is no method's name, which becomes part of an address, and parameters that would not arrive.
pub(crate) fn check(method: &str, params: &[(String, String)]) -> Result<()> {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    if !method.split('.').all(is_part) {
        let message =
            "Not a REST method: its name is letters, digits, \"_\" and \"-\", in parts between dots";
        return Err(Error::new(ErrorKind::Request, code::INVALID_METHOD, message));
    }
    check_count(params.len())
}

/// Refuses more fields than arrive.
pub(crate) fn check_count(fields: usize) -> Result<()> {
    if fields <= MAX_FORM_FIELDS {
        return Ok(());
    }
    let message = format!(
        "Too many parameters: {fields} fields, of which portals drop those beyond {MAX_FORM_FIELDS} without a word"
    );
    Err(Error::new(ErrorKind::Request, code::INVALID_PARAMS, message))
}

pub(crate) fn borrowed(params: &[(String, String)]) -> Vec<(&str, &str)> {
    let mut borrowed = Vec::with_capacity(params.len());
    for (name, value) in params {
        borrowed.push((name.as_str(), value.as_str()));
    }
    borrowed
}
