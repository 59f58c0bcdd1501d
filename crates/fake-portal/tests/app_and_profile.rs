//! The methods that clients call at start: the caller, the application and the portal.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use serde_json::{Value, json};
use support::{call, extranet, get, json_of, portal, send};

// spec: start.server-time
#[test]
fn server_time_is_in_the_portals_time_zone() {
    assert_eq!(call(&mut portal(), "server.time", &json!({})), "2026-03-02T13:58:01+01:00");
}

// spec: start.profile
#[test]
fn profile_returns_the_caller() {
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
fn profile_may_have_a_photo_and_is_empty_after_dismissal() {
    let portal = &mut portal();
    let mut profile = |user: u64| {
        let options =
            b24_fake_portal::tokens::TokenOptions { user: Some(user), ..Default::default() };
        let token = portal.issue_token(&options, support::NOW);
        json_of(&send(portal, &get(format!("/rest/profile?auth={token}"))))["result"].clone()
    };
    assert_eq!(
        profile(4)["PERSONAL_PHOTO"],
        "https://example.bitrix24.com/upload/main/avatar4.png"
    );
    assert_eq!(profile(106), json!([]));
}

// spec: start.user-current
#[test]
fn user_current_matches_a_row_of_user_get() {
    let portal = &mut portal();
    let current = call(portal, "user.current", &json!({}));
    assert_eq!(current, call(portal, "user.get", &json!({ "ID": 1 }))[0]);
    assert_eq!(extranet(portal, "user.current", "")["ID"], "61");
}

// spec: start.user-fields
#[test]
fn user_fields_returns_labels() {
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
fn app_info_depends_on_the_credential() {
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
fn feature_get_requires_a_code() {
    let portal = &mut portal();
    let mut feature = |params: Value| call(portal, "feature.get", &params);
    assert_eq!(feature(json!({ "code": "rest_offline_extended" })), json!({ "value": "Y" }));
    assert_eq!(feature(json!({ "CODE": "no_such" })), json!({ "value": "N" }));
    for params in [json!({}), json!({ "CODE": "" }), json!({ "CODE": "0" })] {
        assert_eq!(feature(params), json!([400, "CODE_EMPTY"]));
    }
}
