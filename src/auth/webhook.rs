use super::portal_address::{invalid_portal, parse_secure_url};
use super::secret::Secret;
use super::url::UrlParser;
use crate::error::Result;

/// The parts of an inbound webhook's address, `https://example.bitrix24.com/rest/1/code/`.
#[derive(Debug)]
pub(crate) struct Webhook {
    /// The portal's origin: scheme, host and port.
    pub(crate) portal: String,
    /// The origin and the path, with a trailing slash. A method's name is appended to it.
    pub(crate) base_url: Secret,
    /// The last segment of the path, which is secret.
    pub(crate) code: Secret,
}

impl Webhook {
    pub(crate) fn parse(address: &Secret, parser: &impl UrlParser) -> Result<Self> {
        let parts = parse_secure_url(address.expose(), parser)?;
        let mut segments = parts.path.trim_matches('/').split('/');
        let segments = [(); 4].map(|()| segments.next());
        let [Some("rest"), Some(user), Some(code), method] = segments else {
            return Err(invalid_portal(
                "a webhook is an address such as https://example.bitrix24.com/rest/1/code/",
            ));
        };
        let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_code || user.is_empty() || !user.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(invalid_portal(
                "a webhook's path is /rest/, the id of its user, and its code",
            ));
        }
        if method.is_some() {
            return Err(invalid_portal(
                "the webhook's address has a method name behind its code; leave that out",
            ));
        }
        let portal = parts.origin();
        let base_url = Secret::new(format!("{portal}/rest/{user}/{code}/"));
        Ok(Self { portal, base_url, code: Secret::new(code) })
    }
}
