//! Each key of the user object.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersOptions};
use b24_users::ids::IdInput;
use serde_json::{Value, json};

use crate::virtual_host::{Reply, VirtualHost, token};

/// User 4 as returned for this body.
fn read_body(body: String) -> Value {
    let host = VirtualHost::new(move |_| Reply::ok(body.clone()));
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    let list =
        host.run(client.get_users([IdInput::Number(4.0)], GetUsersOptions::default(), |_| ()));
    let list = list.unwrap();
    // One of the websites is JavaScript.
    assert!(list.issues.iter().all(|issue| issue.path == "website"), "{:?}", list.issues);
    serde_json::to_value(&list.users[0]).unwrap()
}

fn read(user: &Value) -> Value {
    read_body(json!({ "result": { "4": user } }).to_string())
}

// spec: user.keys
#[test]
fn every_key_is_known() {
    let fixture = include_str!("../fixtures/list-array-two-users.json");
    let body: Value = serde_json::from_str(fixture).unwrap();
    let sent = &body["result"][0];
    let user = read(sent);
    // All fields of the record, and `extra`.
    assert_eq!((sent.as_object().unwrap().len(), user.as_object().unwrap().len()), (28, 29));
    assert_eq!(user["extra"], json!({}));
}

#[test]
fn every_value_is_read() {
    let date = "2026-03-02T09:30:00+03:00";
    let blank = "https://example.bitrix24.com/bitrix/js/im/images/blank.gif";
    // Key, client name, value if absent, valid values, and values that mean absence.
    for (key, name, if_absent, kept, absent) in [
        // spec: user.active
        ("active", "active", json!(true), json!([true, false]), json!([])),
        // spec: user.name
        ("name", "name", json!(""), json!(["Emily Smith", "李 小龍 🐉"]), json!([])),
        // spec: user.first_name
        ("first_name", "firstName", json!(null), json!(["小龍"]), json!([null])),
        // spec: user.last_name
        ("last_name", "lastName", json!(null), json!(["李"]), json!(["", null])),
        // spec: user.work_position
        ("work_position", "workPosition", json!(null), json!(["Analyst"]), json!([null])),
        // spec: text.raw
        (
            "work_position",
            "workPosition",
            json!(null),
            json!(["R&D <script>alert(1)</script> &amp;"]),
            json!([]),
        ),
        // spec: user.color
        ("color", "color", json!(null), json!(["#df532d"]), json!([])),
        // spec: user.avatar
        ("avatar", "avatar", json!(null), json!(["https://x.example/фото 1.png"]), json!([""])),
        // spec: user.avatar_hr
        ("avatar_hr", "avatarHr", json!(null), json!(["https://x.example/1.png"]), json!([blank])),
        // spec: user.gender
        ("gender", "gender", json!(null), json!(["F", "M"]), json!([])),
        // spec: user.birthday
        ("birthday", "birthday", json!(null), json!(["29-02"]), json!(["", false])),
        // spec: user.extranet
        ("extranet", "extranet", json!(false), json!([true, false]), json!([])),
        // spec: user.network
        ("network", "network", json!(false), json!([true, false]), json!([])),
        // spec: user.bot
        ("bot", "bot", json!(false), json!([true, false]), json!([])),
        // spec: user.connector
        ("connector", "connector", json!(false), json!([true, false]), json!([])),
        // spec: user.external_auth_id
        (
            "external_auth_id",
            "externalAuthId",
            json!(null),
            json!(["socservices", "LDAP#3"]),
            json!([""]),
        ),
        // spec: user.status
        ("status", "status", json!(null), json!(["online", "dnd"]), json!([])),
        // spec: user.idle
        ("idle", "idle", json!(null), json!([date]), json!([false])),
        // spec: user.last_activity_date
        ("last_activity_date", "lastActivityDate", json!(null), json!([date]), json!([false])),
        // spec: user.mobile_last_date
        ("mobile_last_date", "mobileLastDate", json!(null), json!([date]), json!([false])),
        // spec: user.desktop_last_date
        ("desktop_last_date", "desktopLastDate", json!(null), json!([date]), json!([false])),
        // spec: user.absent
        ("absent", "absent", json!(null), json!([date]), json!([false])),
        // spec: user.departments
        ("departments", "departments", json!([]), json!([[7, 5], []]), json!([])),
        // spec: user.phones
        ("phones", "phones", json!(null), json!([]), json!([false])),
        // spec: user.bot_data
        ("bot_data", "botData", json!(null), json!([]), json!([null])),
        // spec: user.type
        (
            "type",
            "type",
            json!(null),
            json!(["user", "bot", "extranet", "collaber", "guest"]),
            json!([]),
        ),
        // spec: user.website
        (
            "website",
            "website",
            json!(null),
            json!(["example.com"]),
            json!(["", "javascript:alert(1)"]),
        ),
        // spec: user.email
        ("email", "email", json!(null), json!(["\"><img src=x>@example.com"]), json!([""])),
    ] {
        assert_eq!(read(&json!({ "id": 4 }))[name], if_absent, "no {key}");
        let kept = kept.as_array().unwrap().iter().map(|value| (value, value));
        let absent = absent.as_array().unwrap().iter().map(|value| (value, &Value::Null));
        for (sent, expected) in kept.chain(absent) {
            let user = read(&json!({ "id": 4, key: sent }));
            assert_eq!((&user[name], &user["extra"]), (expected, &json!({})), "{key}: {sent}");
        }
    }
}

// spec: user.phones, user.phones-telephony
#[test]
fn phones_are_unchanged_and_null_if_omitted() {
    for number in ["+7 (495) 123-45-67 доб. 5", "749512345675"] {
        let expected = json!({ "personalMobile": null, "workPhone": number, "innerPhone": null, "personalPhone": null });
        assert_eq!(
            read(&json!({ "id": 4, "phones": { "work_phone": number } }))["phones"],
            expected
        );
    }
    let sent = json!({ "personal_mobile": "1", "work_phone": "2", "inner_phone": "#3*", "personal_phone": "4" });
    let expected = json!({ "personalMobile": "1", "workPhone": "2", "innerPhone": "#3*", "personalPhone": "4" });
    assert_eq!(read(&json!({ "id": 4, "phones": sent }))["phones"], expected);
}

// spec: user.id
#[test]
fn the_id_is_a_number() {
    for id in [json!(4), json!("4")] {
        assert_eq!(read(&json!({ "id": id }))["id"], json!(4));
    }
}

// spec: user.bot_data
#[test]
fn bot_data_is_read() {
    let nothing = read(&json!({ "id": 4, "bot_data": {} }))["botData"].clone();
    for (key, name, if_absent, sent, expected) in [
        // spec: bot.code
        ("code", "code", json!(null), json!("marta"), json!("marta")),
        // spec: bot.type
        ("type", "type", json!(null), json!("support24"), json!("support24")),
        // spec: bot.app_id
        ("app_id", "appId", json!(null), json!("app.1"), json!("app.1")),
        // spec: bot.app_id
        ("app_id", "appId", json!(null), json!(""), json!(null)),
        // spec: bot.flags
        ("is_hidden", "isHidden", json!(false), json!(true), json!(true)),
        // spec: bot.flags
        ("is_support_openline", "isSupportOpenline", json!(false), json!(true), json!(true)),
        // spec: bot.background_id
        ("background_id", "backgroundId", json!(null), json!("martaAI"), json!("martaAI")),
        // spec: bot.background_id
        ("background_id", "backgroundId", json!(null), json!(null), json!(null)),
        // spec: bot.reactions_enabled
        ("reactions_enabled", "reactionsEnabled", json!(false), json!(true), json!(true)),
        // spec: bot.id-openline
        ("id", "id", json!(null), json!(17), json!(17)),
        // spec: bot.id-openline
        ("openline", "openline", json!(false), json!(true), json!(true)),
    ] {
        let user = read(&json!({ "id": 4, "bot_data": { key: sent } }));
        assert_eq!((&user["botData"][name], &nothing[name]), (&expected, &if_absent), "{key}");
        assert_eq!(user["extra"], json!({}), "{key}");
    }
}

// spec: text.escapes
#[test]
fn json_escapes_are_decoded() {
    let escaped = r#"{"result":{"4":{"id":4,"name":"\u0026 \u003Cb\u003E\u0022О\u0027Нил\u0022\u003C\/b\u003E 李 🐉"}}}"#;
    assert_eq!(read_body(escaped.into())["name"], "& <b>\"О'Нил\"</b> 李 🐉");
}
