//! Portals of other ages and with other modules.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Edition, Portal, Response, Settings};
use serde_json::{Value, json};
use support::{control, control_request, fixture, get, json_call, json_of, keys, portal, send, text};

fn edition(edition: &Value) -> Portal {
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

/// An answer's beginning, up to the named key.
fn until<'a>(json: &'a str, key: &str) -> &'a str {
    json.split_once(key).expect("the key").0
}

// spec: versions.2018, user.active
#[test]
fn a_portal_of_2018() {
    let portal = &mut edition(&json!({ "version": "2018" }));
    let response = list(portal, &json!({ "ID": [81] }));
    let ours: Vec<&str> =
        keys(text(&response)).into_iter().map(|key| if key == "81" { "5" } else { key }).collect();
    assert_eq!(ours, keys(&fixture("list-object-2018-empty-phone-strings.json")));
    let user = user(portal, 81);
    assert_eq!(user["phones"], json!({ "work_phone": "", "personal_mobile": "", "personal_phone": "" }));
    assert_eq!(user["work_position"], "");
}

#[test]
fn a_batch_of_2018_tells_no_time() {
    let portal = &mut edition(&json!({ "version": "2018" }));
    let request = json_call(portal, "batch", r#"{"cmd":{"a":"im.user.get"}}"#);
    let body = json_of(&send(portal, &request));
    assert_eq!((body["result"]["result_time"].clone(), body.get("time")), (json!([]), None));
}

// spec: versions.2023, user.desktop_last_date
#[test]
fn a_portal_of_2023() {
    let portal = &mut edition(&json!({ "version": "2023.900", "utcOffsetMinutes": 0 }));
    let response = list(portal, &json!({ "ID": [81] }));
    let expected = fixture("list-object-timezone-utc-float-time.json").replace("10\"", "81\"");
    assert_eq!(keys(text(&response)), keys(&expected));
    // The same man has another id and was seen since.
    let same = |json: &str| {
        let body: Value = serde_json::from_str(json).expect("JSON");
        let mut user = body["result"]["81"].clone();
        user["id"] = Value::Null;
        user["last_activity_date"] = Value::Null;
        user
    };
    assert_eq!(same(text(&response)), same(&expected));
    let time = time(portal);
    assert_eq!((time["start"].clone(), time["duration"].clone()), (json!(1_772_456_281.887), json!(0.002)));
    assert_eq!(
        (time["processing"].clone(), time["date_start"].clone()),
        (json!(0.002), json!("2026-03-02T12:58:01+00:00"))
    );
    assert_eq!(user(portal, 4)["last_activity_date"], "2026-03-02T08:30:00+00:00");
}

// spec: params.AVATAR_HR, user.avatar_hr
#[test]
fn avatar_hr_was_an_option_once_and_is_always_there_now() {
    for (version, asked, expected) in [
        ("23.900", json!({}), false),
        ("23.900", json!({ "AVATAR_HR": "N" }), false),
        ("23.900", json!({ "AVATAR_HR": "y" }), false),
        ("23.900", json!({ "AVATAR_HR": "Y" }), true),
        ("24.300", json!({}), true),
        ("26.250", json!({ "AVATAR_HR": "N" }), true),
    ] {
        let mut params = asked.clone();
        params["ID"] = json!([4]);
        let response = list(&mut edition(&json!({ "version": version })), &params);
        assert_eq!(text(&response).contains("\"avatar_hr\""), expected, "{version} {asked}");
    }
}

// spec: versions.24.300
#[test]
fn a_portal_of_2024_knows_neither_website_nor_email() {
    let mut today = portal();
    let today = list(&mut today, &json!({ "ID": [4] }));
    let then = list(&mut edition(&json!({ "version": "24.300" })), &json!({ "ID": [4] }));
    assert_eq!(until(text(&then), r#"},"time""#).len(), until(text(&today), r#","website""#).len() + 1);
    assert!(text(&today).starts_with(until(text(&then), r#"}},"time""#)));
}

// spec: bot.background_id, bot.reactions_enabled, bot.id-openline
#[test]
fn bots_tell_more_with_the_years() {
    for (version, expected) in [
        ("24.300", vec!["code", "type", "app_id", "is_hidden", "is_support_openline"]),
        ("25.550", vec!["code", "type", "app_id", "is_hidden", "is_support_openline", "background_id"]),
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
        let response = list(&mut edition(&json!({ "version": version })), &json!({ "ID": [41] }));
        let data = text(&response).split_once(r#""bot_data":{"#).expect("a bot").1;
        assert_eq!(keys(until(data, "}")), expected, "{version}");
    }
}

#[test]
fn a_text_of_ids_was_json_first() {
    for (version, found) in [("23.900", "1"), ("24.300", "INVALID_FORMAT")] {
        let response = list(&mut edition(&json!({ "version": version })), &json!({ "ID": "[true]" }));
        assert!(text(&response).contains(&format!(r#""{found}""#)), "{version}: {}", text(&response));
    }
    // What is no JSON was read with patience even then.
    assert_eq!(list(&mut edition(&json!({ "version": "23.900" })), &json!({ "ID": "['4',]" })).status, 200);
}

// spec: versions.guests
#[test]
fn guests_were_extranet_users_once() {
    for (version, kind) in [("26.149", "extranet"), ("26.150", "guest")] {
        assert_eq!(user(&mut edition(&json!({ "version": version })), 72)["type"], kind);
    }
}

// spec: user.desktop_last_date
#[test]
fn only_the_desktop_of_2024_and_later_is_told() {
    for (version, expected) in [
        ("23.900", Value::Null),
        ("24.300", json!("2026-03-02T09:31:44+01:00")),
        ("2018", json!("2026-03-02T09:31:44+01:00")),
    ] {
        let portal = &mut edition(&json!({ "version": version }));
        let request = json_call(portal, "im.user.get", r#"{"ID":5}"#);
        let body = json_of(&send(portal, &request));
        assert_eq!(body["result"]["desktop_last_date"], expected, "{version}");
    }
}

#[test]
fn a_box_without_telephony_and_without_a_load_limiter() {
    let portal = &mut edition(&json!({ "version": "25.300", "loadLimiter": false }));
    let response = list(portal, &json!({ "ID": [83], "RESULT_TYPE": "array" }));
    let expected = fixture("list-array-phones-raw-box.json").replace("+03:00", "+01:00");
    assert_eq!(keys(text(&response)), keys(&expected));
    assert_eq!(until(text(&response), r#","time""#), until(&expected, r#","time""#));
}

#[test]
fn without_a_load_limiter_no_method_is_blocked() {
    let portal = &mut edition(&json!({ "loadLimiter": false }));
    control(portal, "PUT", "limits", &json!({ "costPerUserMs": 1000, "operatingSeconds": 1 }));
    let statuses = [(); 3].map(|()| list(portal, &json!({ "ID": [4, 5] })).status);
    assert_eq!(statuses, [200; 3]);
}

// spec: user.phones-telephony
#[test]
fn telephony_rewrites_numbers() {
    let portal = &mut edition(&json!({ "telephony": true }));
    assert_eq!(
        user(portal, 4)["phones"],
        json!({ "personal_mobile": "12123456789", "work_phone": "12123456789", "inner_phone": "22" })
    );
    assert_eq!(user(portal, 83)["phones"], json!({ "work_phone": "749512345675" }));
}

#[test]
fn the_edition_can_be_read_given_at_the_start_and_undone() {
    let default =
        json!({ "version": "26.250", "loadLimiter": true, "telephony": false, "utcOffsetMinutes": 60 });
    let read = |portal: &mut Portal| json_of(&send(portal, &get("/__portal/edition")));
    assert_eq!(read(&mut portal()), default);
    let old: Edition = serde_json::from_value(json!({ "version": "2023.900" })).expect("an edition");
    let mut portal = Portal::new(Settings { edition: old, ..Settings::default() });
    assert_eq!(read(&mut portal)["version"], "23.900");
    control(&mut portal, "DELETE", "edition", &Value::Null);
    assert_eq!(read(&mut portal), default);
}

#[test]
fn an_edition_that_cannot_be_is_refused() {
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
