//! The user object, key by key.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use serde_json::{Value, json};
use support::{call, control, json_call, keys, portal, result, send};

/// A user, as `im.user.list.get` returns it.
fn user(id: u64) -> Value {
    call(&mut portal(), "im.user.list.get", &json!({ "ID": [id] }))[id.to_string()].clone()
}

// spec: user.keys
#[test]
fn all_keys_are_present_in_the_servers_order() {
    let expected = [
        "id",
        "active",
        "name",
        "first_name",
        "last_name",
        "work_position",
        "color",
        "avatar",
        "avatar_hr",
        "gender",
        "birthday",
        "extranet",
        "network",
        "bot",
        "connector",
        "external_auth_id",
        "status",
        "idle",
        "last_activity_date",
        "mobile_last_date",
        "desktop_last_date",
        "absent",
        "departments",
        "phones",
        "bot_data",
        "type",
        "website",
        "email",
    ];
    let portal = &mut portal();
    // Except the keys of phones and bots.
    for id in [1, 72, 74, 81, 92, 105, 106, 107, 108, 109] {
        let params = format!(r#"{{"ID":[{id}],"RESULT_TYPE":"array"}}"#);
        let request = json_call(portal, "im.user.list.get", &params);
        assert_eq!(keys(result(&send(portal, &request))), expected, "{id}");
    }
}

#[test]
fn every_key_has_its_expected_values() {
    let blank = format!("{}/bitrix/js/im/images/blank.gif", portal().origin());
    // A key, and its expected values by user.
    for (key, values) in [
        // spec: user.id
        ("id", json!([[1, 1], [105, 105]])),
        // spec: user.active
        ("active", json!([[4, true], [106, false]])),
        // spec: user.name
        ("name", json!([[4, "Emily Smith"], [92, "李 小龍 🐉"], [72, "Visitor"]])),
        // spec: user.first_name
        ("first_name", json!([[4, "Emily"], [92, "小龍"]])),
        // spec: user.last_name
        ("last_name", json!([[4, "Smith"], [72, ""]])),
        // spec: user.work_position
        ("work_position", json!([[4, "Analyst"], [81, null]])),
        // spec: text.raw
        ("work_position", json!([[90, "R&D <script>alert(1)</script>"]])),
        // spec: text.raw
        ("name", json!([[91, "Tom &amp; Jerry"]])),
        // spec: user.color
        ("color", json!([[4, "#df532d"], [105, "#f76187"]])),
        // spec: user.avatar
        (
            "avatar",
            json!([
                [1, ""],
                [4, "https://example.bitrix24.com/upload/main/avatar4.png"],
                [83, "https://portal.local/upload/resize_cache/main/1d3/100_100_2/фото 1.png"],
            ]),
        ),
        // spec: user.avatar_hr
        (
            "avatar_hr",
            json!([[1, blank], [4, "https://example.bitrix24.com/upload/main/avatar4_hr.png"]]),
        ),
        // spec: user.gender
        ("gender", json!([[4, "F"], [5, "M"]])),
        // spec: user.birthday
        ("birthday", json!([[93, "29-02"], [4, ""]])),
        // spec: user.extranet
        (
            "extranet",
            json!([[4, false], [17, false], [61, true], [74, true], [108, true], [109, true]]),
        ),
        // spec: user.network
        ("network", json!([[4, false], [74, true]])),
        // spec: user.bot
        ("bot", json!([[4, false], [17, true], [41, true]])),
        // spec: user.connector
        ("connector", json!([[4, false], [72, false], [108, true]])),
        // spec: user.external_auth_id
        (
            "external_auth_id",
            json!([
                [4, "default"],
                [1, "socservices"],
                [17, "bot"],
                [109, "email"],
                [74, "replica"],
                [108, "imconnector"],
                [72, "im_guest"],
            ]),
        ),
        // spec: user.status
        ("status", json!([[4, "online"], [17, "online"], [106, "online"]])),
        // spec: user.idle
        ("idle", json!([[4, false], [106, false]])),
        // spec: user.last_activity_date
        (
            "last_activity_date",
            json!([[4, "2026-03-02T09:30:00+01:00"], [17, false], [72, false], [81, false]]),
        ),
        // spec: user.mobile_last_date
        ("mobile_last_date", json!([[4, false], [5, false]])),
        // spec: user.desktop_last_date
        ("desktop_last_date", json!([[4, false], [5, false]])),
        // spec: user.absent
        ("absent", json!([[4, false], [93, "2026-03-16T00:00:00+01:00"]])),
        // spec: user.departments
        ("departments", json!([[4, [7, 5]], [61, []]])),
        // spec: user.phones
        (
            "phones",
            json!([
                [4, { "personal_mobile": "+12123456789", "work_phone": "+12123456789", "inner_phone": "22" }],
                [83, { "work_phone": "+7 (495) 123-45-67 доб. 5" }],
                [81, false],
            ]),
        ),
        // spec: user.bot_data
        ("bot_data", json!([[4, null], [72, null]])),
        // spec: user.type
        (
            "type",
            json!([
                [4, "user"],
                [17, "bot"],
                [61, "extranet"],
                [107, "collaber"],
                [72, "guest"],
                [108, "extranet"],
                [109, "extranet"],
                [74, "extranet"],
            ]),
        ),
        // spec: user.website
        ("website", json!([[4, "example.com"], [90, "javascript:alert(1)"], [1, ""]])),
        // spec: user.email
        (
            "email",
            json!([[4, "emily.smith@example.com"], [90, "\"><img src=x>@example.com"], [1, ""]]),
        ),
    ] {
        for value in values.as_array().expect("people") {
            assert_eq!(
                user(value[0].as_u64().expect("an id"))[key],
                value[1],
                "{key} of {}",
                value[0]
            );
        }
    }
}

// spec: user.last_name
#[test]
fn last_names_may_be_null() {
    let everybody: Vec<u64> = (200..400).collect();
    let list = call(&mut portal(), "im.user.list.get", &json!({ "ID": everybody }));
    let users = list.as_object().expect("users").values().filter(|user| !user.is_null());
    let without: Vec<&Value> = users.filter(|user| user["last_name"].is_null()).collect();
    assert!(!without.is_empty());
    assert!(without.iter().all(|user| user["name"] == user["first_name"]));
}

// spec: user.bot_data
#[test]
fn bot_data_describes_bots() {
    let [marta, echo] = [17, 41].map(|id| user(id)["bot_data"].clone());
    for (key, of_marta, of_echo) in [
        // spec: bot.code
        ("code", json!("marta"), json!("echo_bot")),
        // spec: bot.type
        ("type", json!("bot"), json!("openline")),
        // spec: bot.app_id
        ("app_id", json!(""), json!("app.573ad8a0346747.09223434")),
        // spec: bot.flags
        ("is_hidden", json!(false), json!(true)),
        // spec: bot.flags
        ("is_support_openline", json!(false), json!(false)),
        // spec: bot.background_id
        ("background_id", json!("martaAI"), json!("azure")),
        // spec: bot.reactions_enabled
        ("reactions_enabled", json!(false), json!(true)),
        // spec: bot.id-openline
        ("id", json!(17), json!(41)),
        // spec: bot.id-openline
        ("openline", json!(false), json!(false)),
    ] {
        assert_eq!((&marta[key], &echo[key]), (&of_marta, &of_echo), "{key}");
    }
}

// spec: user.phones-telephony
#[test]
fn telephony_reduces_numbers_to_digits() {
    let mut portal = portal();
    control(&mut portal, "PUT", "edition", &json!({ "telephony": true }));
    let list = call(&mut portal, "im.user.list.get", &json!({ "ID": [4, 83] }));
    let expected = json!({ "personal_mobile": "12123456789", "work_phone": "12123456789", "inner_phone": "22" });
    assert_eq!(
        (&list["4"]["phones"], &list["83"]["phones"]),
        (&expected, &json!({ "work_phone": "749512345675" }))
    );
}

// spec: text.escapes
#[test]
fn html_characters_are_escaped_and_no_others() {
    let portal = &mut portal();
    let request = json_call(portal, "im.user.list.get", r#"{"ID":[90,92]}"#);
    let response = send(portal, &request);
    let json = result(&response);
    for text in [
        r#""first_name":"Анна \u003Cb\u003E\u0022О\u0027Нил\u0022\u003C\/b\u003E","last_name":"\u0026 Сыновья""#,
        r#""name":"李 小龍 🐉""#,
    ] {
        assert!(json.contains(text), "{json}");
    }
}
