//! `im.user.get`

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use serde_json::json;
use support::{call, extranet, portal};

// spec: single.id
#[test]
fn returns_one_user_or_the_caller() {
    let portal = &mut portal();
    assert_eq!(call(portal, "im.user.get", &json!({ "ID": 4 }))["id"], 4);
    assert_eq!(call(portal, "im.user.get", &json!({}))["id"], 1);
    assert_eq!(call(portal, "im.user.get", &json!({ "ID": null }))["id"], 1);
    for id in [json!(0), json!(-4), json!("x"), json!("")] {
        assert_eq!(
            call(portal, "im.user.get", &json!({ "ID": id })),
            json!([400, "ID_EMPTY"]),
            "{id}"
        );
    }
    assert_eq!(call(portal, "im.user.get", &json!({ "ID": 999 })), json!([400, "USER_NOT_EXISTS"]));
}

// spec: single.extranet
#[test]
fn extranet_callers_get_users_of_their_groups_only() {
    let portal = &mut portal();
    assert_eq!(extranet(portal, "im.user.get", "")["id"], 61);
    assert_eq!(extranet(portal, "im.user.get", "ID=4")["id"], 4);
    assert_eq!(extranet(portal, "im.user.get", "ID=6"), json!([400, "ACCESS_DENIED"]));
}
