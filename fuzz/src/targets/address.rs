use b24_users::auth::Secret;
use b24_users::auth::{Endpoint, PortalAddress, UrlParser};

use crate::host::Host;

/// The address of a portal, and that of a webhook: both from the same text.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let parser = Host::answering(200, b"");
    if let Ok(address) = PortalAddress::parse(&text, &parser) {
        check(address.origin(), "/", &parser);
    }
    let webhook = Secret::new(&*text);
    let code = Endpoint::webhook_code(&webhook);
    if let Ok(endpoint) = Endpoint::for_webhook(&webhook, &parser) {
        let url = endpoint.url("im.user.get");
        let url = url.expose();
        assert!(url.contains(endpoint.secret().expose()) && !endpoint.secret().expose().is_empty());
        assert!(text.contains(code.expose()));
        let path = url.strip_prefix(endpoint.portal()).expect("the method is at the portal");
        check(endpoint.portal(), path, &parser);
    }
}

/// Whether what an address became is what the platform takes it for, and one that may get a token.
fn check(origin: &str, path: &str, parser: &Host) {
    let parts = parser.parse_url(&format!("{origin}{path}")).expect("an address");
    assert_eq!((parts.origin().as_str(), parts.path.as_str()), (origin, path));
    assert!(!parts.has_userinfo && !parts.has_query_or_fragment);
    let here = parts.host == "localhost" || parts.host == "[::1]" || parts.host.starts_with("127.");
    assert!(parts.scheme == "https" || (parts.scheme == "http" && here), "{origin}");
}
