use b24_users::auth::Secret;
use b24_users::auth::{Endpoint, PortalAddress, UrlParser};

use crate::host::Host;

/// Parses the bytes as the address of a portal and as the address of a webhook.
pub fn run(bytes: &[u8]) {
    let address = String::from_utf8_lossy(bytes);
    let parser = Host::responding(200, b"");
    if let Ok(portal) = PortalAddress::parse(&address, &parser) {
        check_address(portal.origin(), "/", &parser);
    }
    let webhook = Secret::new(&*address);
    let code = Endpoint::webhook_code(&webhook);
    if let Ok(endpoint) = Endpoint::for_webhook(&webhook, &parser) {
        let url = endpoint.url("im.user.get");
        let url = url.expose();
        assert!(url.contains(endpoint.secret().expose()) && !endpoint.secret().expose().is_empty());
        assert!(address.contains(code.expose()));
        let path = url.strip_prefix(endpoint.portal()).expect("the URL is on the portal");
        check_address(endpoint.portal(), path, &parser);
    }
}

/// Checks that the platform parses the address in the same way, and that the address is safe for
/// tokens.
fn check_address(origin: &str, path: &str, parser: &Host) {
    let parts = parser.parse_url(&format!("{origin}{path}")).expect("a valid address");
    assert_eq!((parts.origin().as_str(), parts.path.as_str()), (origin, path));
    assert!(!parts.has_userinfo && !parts.has_query_or_fragment);
    let is_local =
        parts.host == "localhost" || parts.host == "[::1]" || parts.host.starts_with("127.");
    assert!(parts.scheme == "https" || (parts.scheme == "http" && is_local), "{origin}");
}
