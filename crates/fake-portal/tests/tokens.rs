//! The expiry of tokens.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Portal, Request};
use serde_json::{Value, json};
use support::{NOW, control, control_request, get, json_of, portal, send, send_at};

fn issue(portal: &mut Portal, options: &Value) -> String {
    let response = control(portal, "POST", "tokens", options);
    json_of(&response)["accessToken"].as_str().expect("a token").to_owned()
}

fn with_token(portal: &mut Portal, token: &str, now: u64) -> (u16, Value) {
    let response = send_at(portal, now, &get(format!("/rest/im.user.get?auth={token}")));
    let body = json_of(&response);
    (
        response.status,
        if response.status == 200 { body["result"]["id"].clone() } else { body["error"].clone() },
    )
}

#[test]
fn tokens_expire_after_a_number_of_requests() {
    let portal = &mut portal();
    let token = issue(portal, &json!({ "expiresAfterUses": 2 }));
    let expired = (401, json!("expired_token"));
    let seen = [0, 1, 2, 3].map(|_| with_token(portal, &token, NOW));
    assert_eq!(seen, [(200, json!(1)), (200, json!(1)), expired.clone(), expired]);
    let next = issue(portal, &json!({ "expiresAfterUses": 1 }));
    assert_ne!(next, token);
    assert_eq!(with_token(portal, &next, NOW).0, 200);
}

#[test]
fn tokens_expire_after_a_duration() {
    let portal = &mut portal();
    let token = issue(portal, &json!({ "expiresAfterMs": 500 }));
    assert_eq!(
        [NOW, NOW + 499, NOW + 500].map(|now| with_token(portal, &token, now).0),
        [200, 200, 401]
    );
}

#[test]
fn tokens_can_be_for_any_user_and_without_expiry() {
    let portal = &mut portal();
    let (own, other) = (issue(portal, &json!({})), issue(portal, &json!({ "user": 105 })));
    assert_eq!(with_token(portal, &own, NOW), (200, json!(1)));
    assert_eq!(with_token(portal, &other, NOW + 1_000_000_000), (200, json!(105)));
    for options in [json!({ "user": 999 }), json!({ "expires": 1 })] {
        assert_eq!(
            send(portal, &control_request("POST", "tokens", &options)).status,
            400,
            "{options}"
        );
    }
    let empty = Request { body: Vec::new(), ..control_request("POST", "tokens", &Value::Null) };
    assert_eq!(send(portal, &empty).status, 200);
}

#[test]
fn rejected_requests_consume_no_use() {
    let portal = &mut portal();
    control(portal, "PUT", "limits", &json!({ "burst": 1 }));
    let token = issue(portal, &json!({ "expiresAfterUses": 2 }));
    assert_eq!(
        [NOW, NOW, NOW + 500, NOW + 1000].map(|now| with_token(portal, &token, now).0),
        [200, 503, 200, 401]
    );
}
