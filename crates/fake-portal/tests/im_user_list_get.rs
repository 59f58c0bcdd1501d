//! `im.user.list.get`, except for the forms of ids.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use serde_json::{Value, json};
use support::{call, call_json, ids, json_of, portal, send};

const LIST: &str = "im.user.list.get";

// spec: params.names
#[test]
fn parameter_names_are_case_insensitive_and_unknown_ones_ignored() {
    let portal = &mut portal();
    let plain = json!({ "ID": [5, 4], "RESULT_TYPE": "array" });
    let expected = call(portal, LIST, &plain);
    for params in [
        json!({ "id": [5, 4], "result_type": "array" }),
        json!({ "Id": [5, 4], "Result_Type": "array" }),
        json!({ "ID": [5, 4], "RESULT_TYPE": "array", "start": 1, "LIMIT": 1, "SELECT": ["ID"] }),
    ] {
        assert_eq!(call(portal, LIST, &params), expected, "{params}");
    }
}

// spec: answer.list
#[test]
fn lists_keep_the_requested_order() {
    let list =
        call(&mut portal(), LIST, &json!({ "ID": [90, 4, 105, 90, 5, 4], "RESULT_TYPE": "array" }));
    assert_eq!(ids(&list), [90, 4, 105, 5]);
}

// spec: answer.all-kinds
#[test]
fn all_kinds_of_users_are_included() {
    let kinds = [
        (17, "bot", "bot"),
        (41, "bot", "bot"),
        (61, "extranet", "default"),
        (72, "guest", "im_guest"),
        (74, "extranet", "replica"),
        (107, "collaber", "default"),
        (108, "extranet", "imconnector"),
        (109, "extranet", "email"),
    ];
    let list = call(&mut portal(), LIST, &json!({ "ID": kinds.map(|(id, ..)| id) }));
    for (id, kind, auth) in kinds {
        let user = &list[id.to_string()];
        assert_eq!(
            (&user["type"], &user["external_auth_id"]),
            (&json!(kind), &json!(auth)),
            "{id}"
        );
    }
}

// spec: answer.pages
#[test]
fn lists_have_no_pages() {
    let ids: Vec<u64> = (1..=900).collect();
    let response = call_json(&mut portal(), LIST, &json!({ "ID": ids, "start": 50 }));
    assert_eq!(response["result"].as_object().map(serde_json::Map::len), Some(900));
    assert_eq!((response.get("total"), response.get("next")), (None, None));
}

// spec: answer.invalid-format
#[test]
fn invalid_format_matches_the_server() {
    let portal = &mut portal();
    let request = support::json_call(portal, LIST, r#"{"ID":0}"#);
    let response = send(portal, &request);
    let expected: Value = json!({
        "error": "INVALID_FORMAT", "error_description": "A wrong format for the ID field is passed",
    });
    assert_eq!((response.status, json_of(&response)), (400, expected));
}
