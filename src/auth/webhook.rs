use super::portal_address::{parse_secure, refuse};
use super::secret::Secret;
use super::url::UrlParser;
use crate::error::Result;

/// The parts of an inbound webhook's address, `https://example.bitrix24.com/rest/1/code/`.
#[derive(Debug)]
pub(crate) struct Webhook {
    /// Scheme, host and port.
    pub(crate) portal: String,
    /// Scheme, host, port and path, with a trailing slash.
    pub(crate) base: Secret,
    /// The secret segment of the path.
    pub(crate) code: Secret,
}

impl Webhook {
    pub(crate) fn parse(address: &Secret, parser: &impl UrlParser) -> Result<Self> {
        let parts = parse_secure(address.expose(), parser)?;
        let mut segments = parts.path.trim_matches('/').split('/');
        let segments = [(); 4].map(|()| segments.next());
        let [Some("rest"), Some(user), Some(code), method] = segments else {
            return Err(refuse(
                "a webhook is an address such as https://example.bitrix24.com/rest/1/code/",
            ));
        };
        let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_code || user.is_empty() || !user.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refuse("a webhook's path is /rest/, the number of its user, and its code"));
        }
        if method.is_some() {
            return Err(refuse(
                "the webhook's address has a method name behind its code; leave that out",
            ));
        }
        let portal = parts.origin();
        let base = Secret::new(format!("{portal}/rest/{user}/{code}/"));
        Ok(Self { portal, base, code: Secret::new(code) })
    }
}
