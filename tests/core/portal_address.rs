//! Validation of portal addresses and webhooks, which may receive a secret.

use b24_users::auth::{Auth, Secret, Token};
use b24_users::auth::{PortalAddress, UrlParser};
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions};
use b24_users::ids::IdInput;
use proptest::prelude::*;

use crate::virtual_host::{Reply, VirtualHost};

fn offline_host() -> VirtualHost {
    VirtualHost::new(|request| unreachable!("sent to {}", request.url))
}

#[test]
fn common_spellings_of_addresses_are_accepted() {
    for (text, origin) in [
        ("example.bitrix24.com", "https://example.bitrix24.com"),
        ("https://example.bitrix24.com", "https://example.bitrix24.com"),
        ("https://example.bitrix24.com/", "https://example.bitrix24.com"),
        (" https://Example.Bitrix24.COM ", "https://example.bitrix24.com"),
        ("https://example.bitrix24.com:443", "https://example.bitrix24.com"),
        ("crm.example.com:8443", "https://crm.example.com:8443"),
        ("портал.рф", "https://xn--80awhdgm.xn--p1ai"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        // The `client_endpoint` of an OAuth response.
        ("https://example.bitrix24.com/rest/", "https://example.bitrix24.com"),
        ("https://example.bitrix24.com/rest", "https://example.bitrix24.com"),
        ("example.bitrix24.com/rest/", "https://example.bitrix24.com"),
        // The port or the scheme of a server behind a proxy.
        ("example.bitrix24.com:80", "https://example.bitrix24.com"),
        ("example.bitrix24.com:443", "https://example.bitrix24.com"),
        ("https://example.bitrix24.com:80", "https://example.bitrix24.com"),
        ("http://example.bitrix24.com:443", "https://example.bitrix24.com"),
        ("http://localhost:80", "http://localhost"),
        // Not an authorization server.
        ("oauth.example.com", "https://oauth.example.com"),
        ("my-oauth.bitrix24.com", "https://my-oauth.bitrix24.com"),
    ] {
        assert_eq!(PortalAddress::parse(text, &offline_host()).unwrap().origin(), origin, "{text}");
    }
}

#[test]
fn invalid_and_unsafe_addresses_are_rejected() {
    for text in [
        "",
        "https://",
        "not an address",
        "/rest/",
        "https:///rest/",
        "//example.bitrix24.com",
        "http://example.bitrix24.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://128.0.0.1",
        "http://[::2]",
        "ftp://example.bitrix24.com",
        "javascript:alert(1)",
        "https://user@example.bitrix24.com",
        "https://user:secret@example.bitrix24.com",
        "example.bitrix24.com\\@evil.example",
        "example.bitrix24.com@evil.example",
        "https://example.bitrix24.com/crm/",
        "https://example.bitrix24.com/rest/im.user.get",
        "https://example.bitrix24.com/rest/?x=1",
        "http://example.bitrix24.com:80",
        "http://example.bitrix24.com/rest/",
        "https://example.bitrix24.com?x=1",
        "https://example.bitrix24.com#x",
    ] {
        let error = PortalAddress::parse(text, &offline_host()).expect_err(text);
        assert_eq!(error.code, "INVALID_PORTAL", "{text}");
        assert!(
            !error.message.contains("evil") && !error.message.contains("secret"),
            "{}",
            error.message
        );
    }
}

#[test]
fn the_authorization_server_is_rejected_with_a_hint_at_client_endpoint() {
    for text in [
        "oauth.bitrix.info",
        "oauth.bitrix24.tech",
        "oauth.bitrix24.com.br",
        "OAuth.Bitrix.Info:443",
        "oauth.bitrix.info.",
        "https://oauth.bitrix.info/rest/",
        "https://oauth.bitrix24.tech/rest",
        "https://oauth.bitrix24.tech/oauth/token/",
    ] {
        let error = PortalAddress::parse(text, &offline_host()).expect_err(text);
        assert_eq!(error.code, "INVALID_PORTAL", "{text}");
        assert!(error.message.contains("`client_endpoint`"), "{text}: {}", error.message);
    }
    let token = Token {
        access_token: Secret::new("t"),
        expires_at: None,
        portal: Some("oauth.bitrix.info".into()),
    };
    let error = rejection(Auth::Token(token), Some("example.bitrix24.com"));
    assert!(
        error.code == "INVALID_PORTAL" && error.message.contains("`client_endpoint`"),
        "{error}"
    );
    let webhook = Secret::new("https://oauth.bitrix.info/rest/1/k7code/");
    assert_eq!(rejection(Auth::Webhook(webhook), None).code, "INVALID_PORTAL");
}

#[test]
fn a_webhook_with_a_method_name_is_rejected_with_a_hint() {
    for tail in ["im.user.get", "im.user.get.json", "im.user.get/", "profile.json"] {
        let webhook = Secret::new(format!("https://example.bitrix24.com/rest/1/k7code/{tail}"));
        let error = rejection(Auth::Webhook(webhook), None);
        assert_eq!(error.code, "INVALID_PORTAL", "{tail}");
        assert!(
            error.message.contains("method name") && !error.message.contains("k7code"),
            "{}",
            error.message
        );
    }
}

proptest! {
    /// An accepted address keeps its host, has https, or http to this machine, and is no
    /// authorization server.
    #[test]
    fn an_accepted_address_keeps_its_host(
        scheme in prop::sample::select(vec!["", "https://", "http://", "HTTPS://", "ftp://", "https:/", "//"]),
        user in prop::sample::select(vec!["", "", "", "user@", "a:b@"]),
        host in prop::sample::select(vec![
            "example.bitrix24.com", "Example.Bitrix24.COM", "localhost", "127.0.0.1", "2130706433", "[::1]",
            "oauth.bitrix.info", "oauth.bitrix.info.", "OAUTH.bitrix24.tech", "oauth.bitrix24.eu", "портал.рф",
            "localhost.example.com", "127.0.0.1.example.com", "0x7f.1", "a b",
        ]),
        port in prop::sample::select(vec!["", ":80", ":443", ":8443", ":0", ":99999", ":x"]),
        path in prop::sample::select(vec!["", "/", "/rest", "/rest/", "/rest//", "/rest/1/code/", "/crm/", "\\@evil.example"]),
        tail in prop::sample::select(vec!["", "", "", "?x", "#x"]),
    ) {
        let text = format!("{scheme}{user}{host}{port}{path}{tail}");
        if let Ok(address) = PortalAddress::parse(&text, &offline_host()) {
            let origin = address.origin();
            let parsed = offline_host().parse_url(origin).unwrap();
            let named = offline_host().parse_url(&format!("https://{host}")).unwrap();
            prop_assert_eq!(&parsed.host, &named.host);
            prop_assert_eq!(parsed.origin(), origin);
            let is_local = ["localhost", "127.0.0.1", "[::1]"].contains(&&*parsed.host);
            prop_assert!(parsed.scheme == "https" || parsed.scheme == "http" && is_local, "{}", origin);
            prop_assert!(!parsed.host.starts_with("oauth.bitrix"), "{}", origin);
            prop_assert!(user.is_empty() && tail.is_empty());
            let again = PortalAddress::parse(origin, &offline_host()).unwrap();
            prop_assert_eq!(again.origin(), origin);
        }
    }
}

#[test]
fn a_webhook_passed_as_portal_is_rejected_without_showing_its_code() {
    let error =
        PortalAddress::parse("https://example.bitrix24.com/rest/1/k7code/", &offline_host())
            .unwrap_err();
    assert!(error.message.contains("auth: { webhook }"), "{}", error.message);
    assert!(!error.message.contains("k7code"));
}

fn rejection(auth: Auth, portal: Option<&str>) -> b24_users::Error {
    let host = offline_host();
    let options = ClientOptions { portal: portal.map(Into::into), ..ClientOptions::default() };
    let client = Client::new(host.clone(), auth, options);
    match host.run(client.get_users([IdInput::Number(4.0)], GetUsersOptions::default(), |_| ())) {
        Err(GetUsersError::Failed(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn invalid_webhooks_are_rejected() {
    for address in [
        "https://example.bitrix24.com",
        "https://example.bitrix24.com/rest/1/",
        "https://example.bitrix24.com/rest/x/k7code/",
        "https://example.bitrix24.com/rest/1/k7code/profile.json",
        "https://example.bitrix24.com/rest/1/k7%2Fcode/",
        "http://example.bitrix24.com/rest/1/k7code/",
        "https://example.bitrix24.com/rest/1/k7code/?x",
    ] {
        let error = rejection(Auth::Webhook(Secret::new(address)), None);
        assert_eq!(error.code, "INVALID_PORTAL", "{address}");
        assert!(!error.message.contains("k7"), "{}", error.message);
    }
}

#[test]
fn a_token_without_any_portal_is_rejected() {
    let token = Token { access_token: Secret::new("t"), expires_at: None, portal: None };
    assert_eq!(rejection(Auth::Token(token), None).code, "INVALID_OPTIONS");
}

#[test]
fn the_portal_of_the_token_takes_precedence() {
    let host = VirtualHost::new(|_| Reply::ok(r#"{"result":[]}"#));
    let token = Token {
        access_token: Secret::new("t"),
        expires_at: None,
        portal: Some("renamed.bitrix24.com".into()),
    };
    let options =
        ClientOptions { portal: Some("example.bitrix24.com".into()), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token), options);
    host.run(client.get_users([IdInput::Number(4.0)], GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(host.requests()[0].url, "https://renamed.bitrix24.com/rest/im.user.list.get");
}
