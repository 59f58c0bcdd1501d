//! What clients call before anything else: whom they are, and what the portal is.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use serde_json::{Value, json};
use support::{call, extranet, get, json_of, portal, send};

// spec: start.server-time
#[test]
fn the_servers_time_is_in_the_portals_zone() {
    assert_eq!(call(&mut portal(), "server.time", &json!({})), "2026-03-02T13:58:01+01:00");
}

// spec: start.profile
#[test]
fn the_profile_is_the_callers() {
    let portal = &mut portal();
    let profile = call(portal, "profile", &json!({}));
    let owner = json!({
        "ID": "1", "ADMIN": true, "NAME": "Пётр", "LAST_NAME": "Первый",
        "PERSONAL_GENDER": "M", "TIME_ZONE": "",
    });
    assert_eq!(profile, owner);
    assert_eq!(call(portal, "user.admin", &json!({})), true);
    let olga = extranet(portal, "profile", "");
    assert_eq!((&olga["ID"], &olga["ADMIN"]), (&json!("61"), &json!(false)));
    assert_eq!(extranet(portal, "user.admin", ""), false);
}

// spec: start.profile
#[test]
fn a_profile_has_a_picture_if_there_is_one_and_a_dismissed_user_none_at_all() {
    let portal = &mut portal();
    let mut profile = |user: u64| {
        let terms = b24_fake_portal::tokens::Terms { user: Some(user), ..Default::default() };
        let token = portal.issue_token(&terms, support::NOW);
        json_of(&send(portal, &get(format!("/rest/profile?auth={token}"))))["result"].clone()
    };
    assert_eq!(profile(4)["PERSONAL_PHOTO"], "https://example.bitrix24.com/upload/main/avatar4.png");
    assert_eq!(profile(106), json!([]));
}

// spec: start.user-current
#[test]
fn the_current_user_is_a_row_of_the_list() {
    let portal = &mut portal();
    let current = call(portal, "user.current", &json!({}));
    assert_eq!(current, call(portal, "user.get", &json!({ "ID": 1 }))[0]);
    assert_eq!(extranet(portal, "user.current", "")["ID"], "61");
}

// spec: start.user-fields
#[test]
fn fields_have_labels() {
    let fields = call(&mut portal(), "user.fields", &json!({}));
    assert_eq!(fields.as_object().map(serde_json::Map::len), Some(63));
    for (field, label) in [
        ("ID", "ID"),
        ("LAST_NAME", "Last Name"),
        ("UF_DEPARTMENT", "Departments"),
        ("USER_TYPE", "USER_TYPE"),
    ] {
        assert_eq!(fields[field], label);
    }
}

// spec: start.app-info
#[test]
fn an_application_is_told_of_itself_and_a_webhook_of_its_scopes() {
    let portal = &mut portal();
    let webhook = call(portal, "app.info", &json!({}));
    assert_eq!(webhook, json!({ "SCOPE": ["im", "user"], "LICENSE": "en_pro" }));
    let app = extranet(portal, "app.info", "");
    assert_eq!((&app["CODE"], &app["VERSION"]), (&json!("local.fake1"), &json!(1)));
    assert_eq!((&app["INSTALLED"], &app["STATUS"]), (&json!(true), &json!("L")));
    assert_eq!(app.get("SCOPE"), None);
}

// spec: start.feature
#[test]
fn features_are_on_or_off_and_need_a_code() {
    let portal = &mut portal();
    let mut feature = |params: Value| call(portal, "feature.get", &params);
    assert_eq!(feature(json!({ "code": "rest_offline_extended" })), json!({ "value": "Y" }));
    assert_eq!(feature(json!({ "CODE": "no_such" })), json!({ "value": "N" }));
    for params in [json!({}), json!({ "CODE": "" }), json!({ "CODE": "0" })] {
        assert_eq!(feature(params), json!([400, "CODE_EMPTY"]));
    }
}
