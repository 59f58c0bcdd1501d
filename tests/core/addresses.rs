//! Where a token may go: portal addresses are judged by their parts.

use b24_users::auth::{Auth, Secret, Token};
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions};
use b24_users::ids::IdInput;
use b24_users::portal::PortalAddress;

use crate::world::{Reply, World};

fn nowhere() -> World {
    World::new(|seen| unreachable!("sent to {}", seen.url))
}

#[test]
fn addresses_as_people_write_them() {
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
    ] {
        assert_eq!(PortalAddress::parse(text, &nowhere()).unwrap().origin(), origin, "{text}");
    }
}

#[test]
fn addresses_that_get_no_token() {
    for text in [
        "",
        "https://",
        "not an address",
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
        "https://example.bitrix24.com?x=1",
        "https://example.bitrix24.com#x",
    ] {
        let error = PortalAddress::parse(text, &nowhere()).expect_err(text);
        assert_eq!(error.code, "INVALID_PORTAL", "{text}");
        assert!(!error.message.contains("evil") && !error.message.contains("secret"), "{}", error.message);
    }
}

#[test]
fn a_webhook_given_as_portal_is_told_as_such_without_its_code() {
    let error = PortalAddress::parse("https://example.bitrix24.com/rest/1/k7code/", &nowhere()).unwrap_err();
    assert!(error.message.contains("auth: { webhook }"), "{}", error.message);
    assert!(!error.message.contains("k7code"));
}

fn refusal(auth: Auth, portal: Option<&str>) -> b24_users::Error {
    let world = nowhere();
    let options = ClientOptions { portal: portal.map(Into::into), ..ClientOptions::default() };
    let client = Client::new(world.clone(), auth, options);
    match world.run(client.get_users([IdInput::Number(4.0)], GetUsersOptions::default(), |_| ())) {
        Err(GetUsersError::Failed(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn webhooks_that_are_none() {
    for address in [
        "https://example.bitrix24.com",
        "https://example.bitrix24.com/rest/1/",
        "https://example.bitrix24.com/rest/x/k7code/",
        "https://example.bitrix24.com/rest/1/k7code/profile.json",
        "https://example.bitrix24.com/rest/1/k7%2Fcode/",
        "http://example.bitrix24.com/rest/1/k7code/",
        "https://example.bitrix24.com/rest/1/k7code/?x",
    ] {
        let error = refusal(Auth::Webhook(Secret::new(address)), None);
        assert_eq!(error.code, "INVALID_PORTAL", "{address}");
        assert!(!error.message.contains("k7"), "{}", error.message);
    }
}

#[test]
fn a_token_needs_a_portal_from_somewhere() {
    let token = Token { access_token: Secret::new("t"), expires_at: None, portal: None };
    assert_eq!(refusal(Auth::Token(token), None).code, "INVALID_OPTIONS");
}

#[test]
fn the_portal_that_comes_with_the_token_counts() {
    let world = World::new(|_| Reply::ok(r#"{"result":[]}"#));
    let token = Token {
        access_token: Secret::new("t"),
        expires_at: None,
        portal: Some("renamed.bitrix24.com".into()),
    };
    let options = ClientOptions { portal: Some("example.bitrix24.com".into()), ..ClientOptions::default() };
    let client = Client::new(world.clone(), Auth::Token(token), options);
    world.run(client.get_users([IdInput::Number(4.0)], GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(world.seen()[0].url, "https://renamed.bitrix24.com/rest/im.user.list.get");
}
