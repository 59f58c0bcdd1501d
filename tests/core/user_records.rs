//! Invalid fields of users, and edge cases of JSON.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions};
use b24_users::error::Error;
use b24_users::ids::IdInput;
use b24_users::model::{Phones, UserIssue, UserList};
use serde_json::{Value, json};

use crate::virtual_host::{Reply, VirtualHost, token};

fn read_body(body: impl Into<Vec<u8>>) -> Result<UserList, Error> {
    let body = body.into();
    let host = VirtualHost::new(move |_| Reply::ok(body.clone()));
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    host.run(client.get_users([IdInput::Number(4.0)], GetUsersOptions::default(), |_| ())).map_err(
        |failure| match failure {
            GetUsersError::Failed(error) => error,
            GetUsersError::Incomplete(_) => unreachable!("there is one request"),
        },
    )
}

/// The list for user 4 with these fields.
fn read(fields: Value) -> UserList {
    read_body(json!({ "result": { "4": fields } }).to_string()).unwrap()
}

fn issue(path: &str, expected: &str, received: &str) -> UserIssue {
    let id = b24_users::ids::UserId::new(4).unwrap();
    UserIssue { id, path: path.into(), expected: expected.into(), received: received.into() }
}

#[test]
fn a_record_with_nothing_but_its_key_is_a_user() {
    let list = read(json!({}));
    let user = &list.users[0];
    assert_eq!((user.id.get(), user.active, user.bot, user.name.as_str()), (4, true, false, ""));
    assert_eq!(list.issues, []);
    let all = serde_json::to_value(user).unwrap();
    assert_eq!(all.as_object().unwrap().len(), 29, "every field is present: {all}");
}

#[test]
fn every_form_of_absence_is_null() {
    for absent in [json!(false), json!(""), json!(null), json!([])] {
        let list = read(json!({ "phones": absent, "bot_data": absent }));
        assert_eq!(
            (list.users[0].phones.as_ref(), list.users[0].bot_data.as_ref(), &list.issues[..]),
            (None, None, &[][..])
        );
    }
    for absent in [json!(false), json!(""), json!(null)] {
        let list = read(
            json!({ "idle": absent, "absent": absent, "last_activity_date": absent, "birthday": absent }),
        );
        let user = &list.users[0];
        assert!(
            [&user.idle, &user.absent, &user.last_activity_date, &user.birthday]
                .iter()
                .all(|date| date.is_none())
        );
        assert_eq!(list.issues, []);
    }
    let list = read(
        json!({ "avatar": "", "avatar_hr": "https://example.com/bitrix/js/im/images/blank.gif" }),
    );
    assert_eq!((&list.users[0].avatar, &list.users[0].avatar_hr), (&None, &None));
}

#[test]
fn every_empty_php_value_is_a_missing_user() {
    for empty in ["null", "false", "[]"] {
        let list = read_body(format!(r#"{{"result":{{"4":{empty}}}}}"#)).unwrap();
        assert_eq!(list.missing.len(), 1, "{empty}");
    }
}

#[test]
fn invalid_fields_are_null_with_an_issue() {
    let list = read(json!({
        "id": "four", "name": 7, "active": "Y", "idle": true, "absent": "tomorrow", "birthday": "1990-01-02",
        "departments": [1, "2", "x"], "phones": { "work_phone": 12 }, "bot_data": "marta", "website": "javascript:alert(1)",
    }));
    let user = &list.users[0];
    assert_eq!((user.id.get(), user.name.as_str(), user.active), (4, "", true));
    assert_eq!((&user.departments[..], &user.phones), (&[1, 2][..], &Some(Phones::default())));
    let mut issues = list.issues.clone();
    issues.sort_by(|a, b| a.path.cmp(&b.path));
    assert_eq!(
        issues,
        [
            issue("absent", "ISO 8601 date", "\"tomorrow\""),
            issue("active", "boolean", "\"Y\""),
            issue("birthday", "DD-MM", "\"1990-01-02\""),
            issue("botData", "object", "\"marta\""),
            issue("departments[2]", "whole number", "\"x\""),
            issue("id", "user id", "\"four\""),
            issue("idle", "ISO 8601 date", "true"),
            issue("name", "string", "7"),
            issue("phones.workPhone", "string", "12"),
            issue("website", "a URL that executes no code", "\"javascript:alert(1)\""),
        ]
    );
}

#[test]
fn issues_truncate_long_values() {
    let list = read(json!({ "name": ["x".repeat(5000)] }));
    assert_eq!(list.issues[0].received, format!("[\"{}...", "x".repeat(78)));
}

#[test]
fn unknown_fields_are_kept_under_their_wire_names() {
    let list = read(json!({
        "new_field": { "a": [1] }, "phones": { "fax": "1", "work_phone": "2" }, "bot_data": { "mood": "good" },
    }));
    let expected = json!({ "new_field": { "a": [1] }, "phones": { "fax": "1" }, "bot_data": { "mood": "good" } });
    assert_eq!(Value::from(list.users[0].extra.clone()), expected);
    assert_eq!(list.issues, []);
}

#[test]
fn departments_with_a_gap_are_in_order() {
    let list = read(json!({ "departments": { "10": 3, "9": 2, "0": 1 } }));
    assert_eq!(list.users[0].departments, [1, 2, 3]);
}

#[test]
fn integers_are_read_by_their_value() {
    for id in ["4", "4.0", "0.4e1", "40E-1", "\"4\""] {
        assert_eq!(
            read_body(format!(r#"{{"result":[{{"id":{id}}}]}}"#)).unwrap().users[0].id.get(),
            4,
            "{id}"
        );
    }
    for id in ["4.5", "-4", "1e400", "9007199254740993", "\"4.0\"", "true", "[4]"] {
        assert_eq!(
            read_body(format!(r#"{{"result":[{{"id":{id}}}]}}"#)).unwrap_err().code,
            "BAD_RESPONSE",
            "{id}"
        );
    }
}

#[test]
fn the_last_of_duplicate_keys_counts() {
    let body = r#"{"result":1,"result":{"4":null,"4":{"name":"A","name":"B"}}}"#;
    assert_eq!(read_body(body).unwrap().users[0].name, "B");
}

#[test]
fn invalid_text_becomes_the_replacement_character() {
    let list = read_body(
        br#"{"result":{"4":{"name":"a\ud83d","first_name":"\ude00","new":"\udfff","last_name":"!"}}}"#,
    )
    .unwrap();
    let user = &list.users[0];
    assert_eq!((user.name.as_str(), user.first_name.as_deref()), ("a\u{FFFD}", Some("\u{FFFD}")));
    assert_eq!(user.extra["new"], "\u{FFFD}");
    let list = read_body(b"\xEF\xBB\xBF{\"result\":{\"4\":{\"name\":\"a\xFF\"}}}").unwrap();
    assert_eq!(list.users[0].name, "a\u{FFFD}");
}

// spec: error.not-json
#[test]
fn invalid_bodies_are_typed_errors() {
    let deep = format!("{{\"result\":{}", "[".repeat(100_000));
    for (body, message) in [
        ("", "an empty body"),
        ("<!DOCTYPE html>", "HTML instead of JSON"),
        (r#"{"result":{"4":{"id":4,"na"#, "truncated or invalid JSON"),
        ("[]", "a body that is not a JSON object"),
        ("null", "a body that is not a JSON object"),
        (&deep, "truncated or invalid JSON"),
        (r#"{"time":{}}"#, "neither a result nor an error"),
        (r#"{"result":true}"#, "is not a list"),
        (r#"{"result":{"x":null}}"#, "a key that is not a user id"),
        (r#"{"result":{"4":true}}"#, "an entry 4 that is not user 4"),
        (r#"{"result":{"4":[1]}}"#, "an entry 4 that is not user 4"),
        (r#"{"result":[false]}"#, "an entry without a user id"),
        (r#"{"result":[{}]}"#, "an entry without a user id"),
        (r#"{"result":[4]}"#, "an entry without a user id"),
    ] {
        let error = read_body(body).unwrap_err();
        assert_eq!(error.code, "BAD_RESPONSE", "{body:.40}");
        assert!(error.message.contains(message), "{body:.40}: {}", error.message);
    }
}

// spec: envelope.code, envelope.200
#[test]
fn an_error_of_any_type_counts_with_status_200() {
    for (body, code) in [
        (
            r#"{"error":"WRONG_ENCODING","error_description":"Wrong request encoding"}"#,
            "WRONG_ENCODING",
        ),
        (r#"{"error":"","error_description":"?"}"#, "PORTAL_ERROR"),
        (r#"{"error":"0"}"#, "0"),
        (r#"{"error":0,"error_description":"Not found"}"#, "0"),
        (r#"{"error":null}"#, "PORTAL_ERROR"),
        (r#"{"error":["A"],"result":[]}"#, "A"),
    ] {
        assert_eq!(read_body(body).unwrap_err().code, code, "{body}");
    }
}
