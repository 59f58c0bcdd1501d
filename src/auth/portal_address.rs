//! Portal addresses, and the rules that decide which address may receive a token.

use super::url::{UrlParser, UrlParts};
use crate::error::{Error, ErrorKind, Result, code};

/// The origin of a portal to which this library may send tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalAddress {
    origin: String,
}

impl PortalAddress {
    /// Parses the address of a portal: `example.bitrix24.com`, `https://example.bitrix24.com`, or
    /// the `client_endpoint` of an OAuth response, which ends with `/rest/`.
    ///
    /// # Errors
    /// `INVALID_PORTAL` if the text is not such an address, or if no token may be sent to it, for
    /// example because of plain http. The message does not repeat the text, which may contain a
    /// secret.
    pub fn parse(text: &str, parser: &impl UrlParser) -> Result<Self> {
        let parts = parse_secure_url(text, parser)?;
        if is_webhook_path(&parts.path) {
            return Err(invalid_portal(
                "the portal is given as a webhook address; pass that as `auth: { webhook }`",
            ));
        }
        if !matches!(parts.path.trim_end_matches('/'), "" | "/rest") {
            return Err(invalid_portal(
                "the portal address has a path; only scheme, host and port belong there",
            ));
        }
        Ok(Self { origin: parts.origin() })
    }

    /// Scheme, host and port, without a trailing slash.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// Parses an address that may receive a secret: one with https, or with http to a loopback host.
pub(crate) fn parse_secure_url(text: &str, parser: &impl UrlParser) -> Result<UrlParts> {
    let text = text.trim();
    let scheme = text.as_bytes().windows(3).position(|part| part == b"://");
    let (absolute, rest) = match scheme {
        Some(at) => (text.into(), &text[at + 3..]),
        None => (format!("https://{text}"), text),
    };
    // Without this check, URL parsers would take the first segment of the path for the host.
    let parts = parser.parse_url(&absolute).filter(|_| !rest.starts_with(['/', '\\']));
    let Some(parts) = parts.filter(|parts| !parts.host.is_empty()) else {
        return Err(invalid_portal(
            "the portal is not an address such as \"example.bitrix24.com\"",
        ));
    };
    if parts.has_userinfo {
        return Err(invalid_portal("the portal address has a user name or password"));
    }
    if parts.has_query_or_fragment {
        return Err(invalid_portal("the portal address has a query or fragment"));
    }
    if is_authorization_server(&parts.host) {
        return Err(invalid_portal(
            "this is the authorization server; an OAuth response has the portal in `client_endpoint`",
        ));
    }
    match (parts.scheme.as_str(), parts.port) {
        ("http", _) if is_loopback(&parts.host) => Ok(parts),
        // A portal behind a proxy may report the proxy's internal port or protocol.
        ("https", Some(80)) | ("http", Some(443)) => {
            Ok(UrlParts { scheme: "https".into(), port: None, ..parts })
        }
        ("https", _) => Ok(parts),
        ("http", _) => Err(invalid_portal(
            "the portal must be reached by https; http is for this machine only",
        )),
        _ => Err(invalid_portal("the portal must be reached by https")),
    }
}

pub(crate) fn invalid_portal(reason: &str) -> Error {
    Error::new(
        ErrorKind::Request,
        code::INVALID_PORTAL,
        format!("Rejected before sending: {reason}"),
    )
}

/// Whether a canonical host is a loopback host.
fn is_loopback(host: &str) -> bool {
    // URL parsers convert every numeric host to dotted decimals.
    let is_ipv4 = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    host == "localhost" || host == "[::1]" || is_ipv4 && host.starts_with("127.")
}

/// Whether a canonical host is the authorization server, which is not a portal.
fn is_authorization_server(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    host == "oauth.bitrix.info" || host.starts_with("oauth.bitrix24.")
}

fn is_webhook_path(path: &str) -> bool {
    path.strip_prefix("/rest/")
        .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}
