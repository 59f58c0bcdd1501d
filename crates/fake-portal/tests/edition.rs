//! Portals of other versions, with other modules and time zones.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Edition, Portal, PortalOptions, Response};
use serde_json::{Value, json};
use support::{
    control, control_request, fixture, get, json_call, json_of, keys, portal, send, text,
};

fn with_edition(edition: &Value) -> Portal {
    let mut portal = portal();
    control(&mut portal, "PUT", "edition", edition);
    portal
}

fn list(portal: &mut Portal, params: &Value) -> Response {
    let request = json_call(portal, "im.user.list.get", &params.to_string());
    send(portal, &request)
}

fn user(portal: &mut Portal, id: u64) -> Value {
    let response = list(portal, &json!({ "ID": [id] }));
    json_of(&response)["result"][id.to_string()].clone()
}

fn time(portal: &mut Portal) -> Value {
    json_of(&list(portal, &json!({ "ID": [4] })))["time"].clone()
}

/// The start of a response, up to a key.
fn up_to<'a>(json: &'a str, key: &str) -> &'a str {
    json.split_once(key).expect("the key").0
}

// spec: versions.2018, user.active
#[test]
fn user_objects_of_2018_match_the_fixture() {
    let portal = &mut with_edition(&json!({ "version": "2018" }));
    let response = list(portal, &json!({ "ID": [81] }));
    let ours: Vec<&str> =
        keys(text(&response)).into_iter().map(|key| if key == "81" { "5" } else { key }).collect();
    assert_eq!(ours, keys(&fixture("list-object-2018-empty-phone-strings.json")));
    let user = user(portal, 81);
    assert_eq!(
        user["phones"],
        json!({ "work_phone": "", "personal_mobile": "", "personal_phone": "" })
    );
    assert_eq!(user["work_position"], "");
}

#[test]
fn batches_of_2018_have_no_time() {
    let portal = &mut with_edition(&json!({ "version": "2018" }));
    let request = json_call(portal, "batch", r#"{"cmd":{"a":"im.user.get"}}"#);
    let body = json_of(&send(portal, &request));
    assert_eq!((body["result"]["result_time"].clone(), body.get("time")), (json!([]), None));
}

// spec: versions.2023, user.desktop_last_date
#[test]
fn user_objects_of_2023_match_the_fixture() {
    let portal = &mut with_edition(&json!({ "version": "2023.900", "utcOffsetMinutes": 0 }));
    let response = list(portal, &json!({ "ID": [81] }));
    let expected = fixture("list-object-timezone-utc-float-time.json").replace("10\"", "81\"");
    assert_eq!(keys(text(&response)), keys(&expected));
    // The fixture's user has another id and activity.
    let same = |json: &str| {
        let body: Value = serde_json::from_str(json).expect("JSON");
        let mut user = body["result"]["81"].clone();
        user["id"] = Value::Null;
        user["last_activity_date"] = Value::Null;
        user
    };
    assert_eq!(same(text(&response)), same(&expected));
    let time = time(portal);
    assert_eq!(
        (time["start"].clone(), time["duration"].clone()),
        (json!(1_772_456_281.887), json!(0.002))
    );
    assert_eq!(
        (time["processing"].clone(), time["date_start"].clone()),
        (json!(0.002), json!("2026-03-02T12:58:01+00:00"))
    );
    assert_eq!(user(portal, 4)["last_activity_date"], "2026-03-02T08:30:00+00:00");
}

// spec: params.AVATAR_HR, user.avatar_hr
#[test]
fn avatar_hr_was_optional_before_24_300() {
    for (version, params, expected) in [
        ("23.900", json!({}), false),
        ("23.900", json!({ "AVATAR_HR": "N" }), false),
        ("23.900", json!({ "AVATAR_HR": "y" }), false),
        ("23.900", json!({ "AVATAR_HR": "Y" }), true),
        ("24.300", json!({}), true),
        ("26.250", json!({ "AVATAR_HR": "N" }), true),
    ] {
        let mut params = params.clone();
        params["ID"] = json!([4]);
        let response = list(&mut with_edition(&json!({ "version": version })), &params);
        assert_eq!(text(&response).contains("\"avatar_hr\""), expected, "{version} {params}");
    }
}

// spec: versions.24.300
#[test]
fn website_and_email_are_missing_in_24_300() {
    let mut today = portal();
    let today = list(&mut today, &json!({ "ID": [4] }));
    let then = list(&mut with_edition(&json!({ "version": "24.300" })), &json!({ "ID": [4] }));
    assert_eq!(
        up_to(text(&then), r#"},"time""#).len(),
        up_to(text(&today), r#","website""#).len() + 1
    );
    assert!(text(&today).starts_with(up_to(text(&then), r#"}},"time""#)));
}

// spec: bot.background_id, bot.reactions_enabled, bot.id-openline
#[test]
fn bot_data_grows_with_versions() {
    for (version, expected) in [
        ("24.300", vec!["code", "type", "app_id", "is_hidden", "is_support_openline"]),
        (
            "25.550",
            vec!["code", "type", "app_id", "is_hidden", "is_support_openline", "background_id"],
        ),
        (
            "25.750",
            vec![
                "code",
                "type",
                "app_id",
                "is_hidden",
                "is_support_openline",
                "background_id",
                "reactions_enabled",
            ],
        ),
        (
            "26.150",
            vec![
                "id",
                "code",
                "type",
                "app_id",
                "is_hidden",
                "is_support_openline",
                "openline",
                "background_id",
                "reactions_enabled",
            ],
        ),
    ] {
        let response =
            list(&mut with_edition(&json!({ "version": version })), &json!({ "ID": [41] }));
        let data = text(&response).split_once(r#""bot_data":{"#).expect("a bot").1;
        assert_eq!(keys(up_to(data, "}")), expected, "{version}");
    }
}

#[test]
fn strings_of_ids_were_parsed_as_json_before_24_300() {
    for (version, found) in [("23.900", "1"), ("24.300", "INVALID_FORMAT")] {
        let response =
            list(&mut with_edition(&json!({ "version": version })), &json!({ "ID": "[true]" }));
        assert!(
            text(&response).contains(&format!(r#""{found}""#)),
            "{version}: {}",
            text(&response)
        );
    }
    // Invalid JSON was parsed leniently even then.
    assert_eq!(
        list(&mut with_edition(&json!({ "version": "23.900" })), &json!({ "ID": "['4',]" })).status,
        200
    );
}

// spec: versions.guests
#[test]
fn guests_were_extranet_users_before_26_150() {
    for (version, kind) in [("26.149", "extranet"), ("26.150", "guest")] {
        assert_eq!(user(&mut with_edition(&json!({ "version": version })), 72)["type"], kind);
    }
}

// spec: user.desktop_last_date
#[test]
fn desktop_last_date_depends_on_the_version() {
    for (version, expected) in [
        ("23.900", Value::Null),
        ("24.300", json!("2026-03-02T09:31:44+01:00")),
        ("2018", json!("2026-03-02T09:31:44+01:00")),
    ] {
        let portal = &mut with_edition(&json!({ "version": version }));
        let request = json_call(portal, "im.user.get", r#"{"ID":5}"#);
        let body = json_of(&send(portal, &request));
        assert_eq!(body["result"]["desktop_last_date"], expected, "{version}");
    }
}

#[test]
fn an_on_premise_portal_matches_the_fixture() {
    let portal = &mut with_edition(&json!({ "version": "25.300", "loadLimiter": false }));
    let response = list(portal, &json!({ "ID": [83], "RESULT_TYPE": "array" }));
    let expected = fixture("list-array-phones-raw-box.json").replace("+03:00", "+01:00");
    assert_eq!(keys(text(&response)), keys(&expected));
    assert_eq!(up_to(text(&response), r#","time""#), up_to(&expected, r#","time""#));
}

#[test]
fn without_load_limiter_no_method_is_blocked() {
    let portal = &mut with_edition(&json!({ "loadLimiter": false }));
    control(portal, "PUT", "limits", &json!({ "costPerUserMs": 1000, "operatingSeconds": 1 }));
    let statuses = [(); 3].map(|()| list(portal, &json!({ "ID": [4, 5] })).status);
    assert_eq!(statuses, [200; 3]);
}

// spec: user.phones-telephony
#[test]
fn telephony_rewrites_numbers() {
    let portal = &mut with_edition(&json!({ "telephony": true }));
    assert_eq!(
        user(portal, 4)["phones"],
        json!({ "personal_mobile": "12123456789", "work_phone": "12123456789", "inner_phone": "22" })
    );
    assert_eq!(user(portal, 83)["phones"], json!({ "work_phone": "749512345675" }));
}

#[test]
fn the_edition_can_be_set_read_and_reset() {
    let default = json!({ "version": "26.250", "loadLimiter": true, "telephony": false, "utcOffsetMinutes": 60 });
    let read = |portal: &mut Portal| json_of(&send(portal, &get("/__portal/edition")));
    assert_eq!(read(&mut portal()), default);
    let old: Edition =
        serde_json::from_value(json!({ "version": "2023.900" })).expect("an edition");
    let mut portal = Portal::new(PortalOptions { edition: old, ..PortalOptions::default() });
    assert_eq!(read(&mut portal)["version"], "23.900");
    control(&mut portal, "DELETE", "edition", &Value::Null);
    assert_eq!(read(&mut portal), default);
}

#[test]
fn invalid_editions_are_rejected() {
    for wrong in [
        json!({ "version": "old" }),
        json!({ "version": 24 }),
        json!({ "utcOffsetMinutes": 9999 }),
        json!({ "age": 3 }),
    ] {
        let response = send(&mut portal(), &control_request("PUT", "edition", &wrong));
        assert_eq!(response.status, 400, "{wrong}");
    }
}
