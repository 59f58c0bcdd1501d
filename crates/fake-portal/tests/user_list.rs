//! `im.user.list.get` besides reading ids and people.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use serde_json::{Value, json};
use support::{answer, call, ids, json_of, portal, send};

const LIST: &str = "im.user.list.get";

// spec: params.names
#[test]
fn parameters_in_any_case_count_and_unknown_ones_do_not() {
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
fn the_list_is_in_the_order_asked_for() {
    let list = call(&mut portal(), LIST, &json!({ "ID": [90, 4, 105, 90, 5, 4], "RESULT_TYPE": "array" }));
    assert_eq!(ids(&list), [90, 4, 105, 5]);
}

// spec: answer.all-kinds
#[test]
fn people_of_all_kinds_are_there() {
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
        assert_eq!((&user["type"], &user["external_auth_id"]), (&json!(kind), &json!(auth)), "{id}");
    }
}

// spec: answer.pages
#[test]
fn there_are_no_pages() {
    let asked: Vec<u64> = (1..=900).collect();
    let answer = answer(&mut portal(), LIST, &json!({ "ID": asked, "start": 50 }));
    assert_eq!(answer["result"].as_object().map(serde_json::Map::len), Some(900));
    assert_eq!((answer.get("total"), answer.get("next")), (None, None));
}

// spec: answer.invalid-format
#[test]
fn the_only_error_of_its_own_has_the_servers_words() {
    let portal = &mut portal();
    let request = support::json_call(portal, LIST, r#"{"ID":0}"#);
    let response = send(portal, &request);
    let expected: Value = json!({
        "error": "INVALID_FORMAT", "error_description": "A wrong format for the ID field is passed",
    });
    assert_eq!((response.status, json_of(&response)), (400, expected));
}
