//! `im.user.status.*`: the caller's status.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use serde_json::json;
use support::{call, extranet, json_call, portal, result, send};

const STATUS: &str = "im.user.status";

#[test]
fn a_status_stays_until_the_next_change() {
    let portal = &mut portal();
    assert_eq!(call(portal, "im.user.status.get", &json!({})), "online");
    for status in ["dnd", "away", "break", "online"] {
        assert_eq!(call(portal, "im.user.status.set", &json!({ "status": status })), true);
        assert_eq!(call(portal, "im.user.status.get", &json!({})), status);
    }
}

// spec: status.values
#[test]
fn invalid_statuses_are_rejected() {
    for status in
        [json!("Away"), json!("offline"), json!(""), json!(null), json!(["away"]), json!(1)]
    {
        let portal = &mut portal();
        let refused = json!([400, "STATUS_ERROR"]);
        assert_eq!(
            call(portal, "im.user.status.set", &json!({ "STATUS": status })),
            refused,
            "{status}"
        );
        assert_eq!(call(portal, "im.user.status.get", &json!({})), "online");
    }
    assert_eq!(call(&mut portal(), "im.user.status.set", &json!({})), json!([400, "STATUS_ERROR"]));
}

// spec: status.none
#[test]
fn a_status_belongs_to_the_caller_and_is_initially_false() {
    let portal = &mut portal();
    assert_eq!(extranet(portal, "im.user.status.get", ""), false);
    assert_eq!(extranet(portal, "im.user.status.set", "STATUS=away"), true);
    assert_eq!(extranet(portal, "im.user.status.get", ""), "away");
    assert_eq!(call(portal, "im.user.status.get", &json!({})), "online");
}

#[test]
fn statuses_match_the_fixtures() {
    let portal = &mut portal();
    call(portal, "im.user.status.set", &json!({ "STATUS": "dnd" }));
    for (method, params, fixture) in [
        ("get", json!({}), "status-get-dnd.json"),
        ("set", json!({ "STATUS": "dnd" }), "status-set-true.json"),
        ("idle.start", json!({ "AGO": 5 }), "status-idle-start-true.json"),
        ("idle.start", json!({ "AGO": "x" }), "status-idle-start-true.json"),
        ("idle.end", json!({}), "status-idle-start-true.json"),
    ] {
        let path = format!("{}/../../tests/fixtures/{fixture}", env!("CARGO_MANIFEST_DIR"));
        let fixture = std::fs::read_to_string(path).expect("a fixture");
        let request = json_call(portal, &format!("{STATUS}.{method}"), &params.to_string());
        assert!(
            fixture.starts_with(&format!(r#"{{"result":{},"#, result(&send(portal, &request)))),
            "{fixture}"
        );
    }
}
