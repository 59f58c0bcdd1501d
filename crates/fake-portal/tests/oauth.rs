//! The fake of the authorization server.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::Portal;
use serde_json::{Value, json};
use support::{NOW, control, get, json_of, portal, post, send, send_at};

fn refresh(portal: &mut Portal, token: &str) -> Value {
    let credentials = portal.credentials();
    let (id, secret) = (&credentials.client_id, &credentials.client_secret);
    let form = format!(
        "grant_type=refresh_token&client_id={id}&client_secret={secret}&refresh_token={token}"
    );
    json_of(&send(portal, &post("/oauth/token/", "application/x-www-form-urlencoded", form)))
}

fn caller(portal: &mut Portal, token: &Value, now: u64) -> Value {
    let token = token.as_str().expect("a token");
    let response = json_of(&send_at(portal, now, &get(format!("/rest/profile?auth={token}"))));
    response.get("error").unwrap_or(&response["result"]["ID"]).clone()
}

// spec: oauth.refresh, oauth.endpoints
#[test]
fn refreshing_returns_tokens_and_their_user() {
    let portal = &mut portal();
    let first = portal.credentials().refresh_token.clone();
    let tokens = refresh(portal, &first);
    let (access, next) = (tokens["access_token"].clone(), tokens["refresh_token"].clone());
    let mut rest = tokens.clone();
    for name in ["access_token", "refresh_token"] {
        rest.as_object_mut().expect("an object").remove(name);
    }
    assert_eq!(
        rest,
        json!({
            "expires": NOW / 1000 + 3600,
            "expires_in": 3600,
            "scope": "im,user",
            "domain": "oauth.bitrix.info",
            "server_endpoint": "https://oauth.bitrix.info/rest/",
            "status": "L",
            "client_endpoint": "https://example.bitrix24.com/rest/",
            "member_id": "0123456789abcdef0123456789abcdef",
            "user_id": 1,
        })
    );
    assert_eq!(caller(portal, &access, NOW), "1");
    assert_eq!(caller(portal, &access, NOW + 3_600_000), "expired_token");
    // The old refresh token is consumed; the new one is valid once.
    assert_eq!(refresh(portal, &first), json!({ "error": "invalid_grant" }));
    let next = next.as_str().expect("a token");
    assert!(refresh(portal, next)["access_token"].is_string());
    assert_eq!(refresh(portal, next), json!({ "error": "invalid_grant" }));
}

// spec: oauth.refresh
#[test]
fn refreshed_tokens_keep_user_and_scopes() {
    let portal = &mut portal();
    let options = json!({ "user": 4, "scopes": ["user_brief"], "expiresAfterUses": 0 });
    let issued = json_of(&control(portal, "POST", "tokens", &options));
    assert_eq!(caller(portal, &issued["accessToken"], NOW), "expired_token");
    let tokens = refresh(portal, issued["refreshToken"].as_str().expect("a token"));
    assert_eq!((&tokens["scope"], &tokens["user_id"]), (&json!("user_brief"), &json!(4)));
    assert_eq!(caller(portal, &tokens["access_token"], NOW), "4");
}

// spec: oauth.errors
#[test]
fn invalid_refresh_requests_are_rejected() {
    let portal = &mut portal();
    let token = portal.credentials().refresh_token.clone();
    for (query, code) in [
        ("", "invalid_request"),
        ("grant_type=authorization_code&code=x", "invalid_request"),
        (
            "grant_type=refresh_token&client_id=other&client_secret=x&refresh_token=x",
            "invalid_client",
        ),
        (
            "grant_type=refresh_token&client_id=local.fake1&client_secret=fake-client-secret-1",
            "invalid_request",
        ),
    ] {
        let refused = send(portal, &get(format!("/oauth/token?{query}")));
        assert_eq!((refused.status, json_of(&refused)), (400, json!({ "error": code })), "{query}");
        assert_eq!(refused.header("Access-Control-Allow-Origin"), Some("*"));
    }
    // None of these requests has consumed the token.
    assert!(refresh(portal, &token)["access_token"].is_string());
}
