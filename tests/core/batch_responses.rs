//! Batch responses in the shapes that PHP produces.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use b24_users::ids::IdInput;
use b24_users::model::UserList;
use serde_json::{Map, Value, json};

use crate::virtual_host::{Reply, VirtualHost, token};

/// Requests `ids`, one in each command.
fn get_users(
    host: &VirtualHost,
    ids: impl IntoIterator<Item = u32>,
) -> Result<UserList, GetUsersError> {
    let limits = Limits { ids_per_call: Some(1), ..Limits::default() };
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let ids = ids.into_iter().map(|id| IdInput::Number(f64::from(id)));
    let options = GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() };
    host.run(client.get_users(ids, options, |_| ()))
}

/// The outcomes of users 4, 5 and 6, requested by the commands `c0`, `c1` and `c2`, for this result
/// of the batch.
fn outcomes_of(result: &Value) -> [String; 3] {
    let body = json!({ "result": result }).to_string();
    let list = match get_users(&VirtualHost::new(move |_| Reply::ok(body.clone())), 4..=6) {
        Ok(list) => list,
        Err(GetUsersError::Failed(error)) => return [4, 5, 6].map(|_| error.code.clone()),
        Err(other) => panic!("{other:?}"),
    };
    [4, 5, 6].map(|id| {
        let found = list.users.iter().find(|user| user.id.get() == id).map(|_| "user");
        let missing = list.missing.iter().find(|missing| missing.get() == id).map(|_| "missing");
        let failed = list.failed.iter().find(|failure| failure.ids[0].get() == id);
        found.or(missing).or(failed.map(|failure| &*failure.error.code)).unwrap().into()
    })
}

fn user(id: u32) -> Value {
    json!({ id.to_string(): { "id": id } })
}

fn error() -> Value {
    json!({ "error": "ACCESS_DENIED", "error_description": "Not you" })
}

/// The result of a batch; the other maps are empty, as PHP encodes them.
fn maps(result: &Value, result_error: &Value) -> Value {
    json!({ "result": result, "result_error": result_error, "result_total": [], "result_next": [], "result_time": [] })
}

// spec: batch.names, batch.empty, batch.maps, batch.failed, batch.status
#[test]
fn results_are_matched_to_commands_by_name() {
    let php = |map: Map<String, Value>| if map.is_empty() { json!([]) } else { Value::Object(map) };
    for failing in
        [[false; 3], [true, false, false], [false, true, false], [false, false, true], [true; 3]]
    {
        let (mut results, mut errors) = (Map::new(), Map::new());
        for (number, (fails, id)) in failing.into_iter().zip(4..).enumerate() {
            let (map, entry) =
                if fails { (&mut errors, error()) } else { (&mut results, user(id)) };
            map.insert(format!("c{number}"), entry);
        }
        let expected = failing.map(|fails| if fails { "ACCESS_DENIED" } else { "user" });
        assert_eq!(outcomes_of(&maps(&php(results), &php(errors))), expected);
    }
}

// spec: batch.numbers, batch.first-failed, batch.middle-failed, batch.last-failed
#[test]
fn results_under_numeric_keys_are_a_bad_response() {
    // The shape for unnamed commands. The client names its commands, so these results belong to
    // none.
    for (results, errors) in [
        (json!([user(4), user(5), user(6)]), json!([])),
        (json!({ "1": user(5), "2": user(6) }), json!([error()])),
        (json!({ "0": user(4), "2": user(6) }), json!({ "1": error() })),
        (json!([user(4), user(5)]), json!({ "2": error() })),
    ] {
        assert_eq!(outcomes_of(&maps(&results, &errors)), ["BAD_RESPONSE"; 3], "{results}");
    }
}

// spec: batch.not-text, batch.halt
#[test]
fn a_command_without_a_result_fails_and_its_user_is_not_missing() {
    let expected = ["user", "BAD_RESPONSE", "BAD_RESPONSE"];
    assert_eq!(outcomes_of(&maps(&json!({ "c0": user(4) }), &json!([]))), expected);
    let halted = maps(&json!({ "c0": user(4) }), &json!({ "c1": error() }));
    assert_eq!(outcomes_of(&halted), ["user", "ACCESS_DENIED", "BAD_RESPONSE"]);
}

// spec: references.unresolved, references.failed, references.halt
#[test]
fn a_command_that_returns_user_1_instead_fails() {
    let results = json!({ "c0": user(4), "c1": user(1), "c2": [{ "id": 1 }] });
    assert_eq!(
        outcomes_of(&maps(&results, &json!([]))),
        ["user", "UNEXPECTED_USERS", "UNEXPECTED_USERS"]
    );
}

// spec: batch.length
#[test]
fn no_batch_has_more_than_fifty_commands() {
    let host = VirtualHost::new(|request| {
        let users = request.calls().into_iter().enumerate();
        let results = users.map(|(number, ids)| (format!("c{number}"), json!([{ "id": ids[0] }])));
        Reply::ok(
            json!({ "result": maps(&Value::Object(results.collect()), &json!([])) }).to_string(),
        )
    });
    assert_eq!(get_users(&host, 1..=120).unwrap().users.len(), 120);
    let lengths: Vec<_> = host.requests().iter().map(|request| request.calls().len()).collect();
    assert_eq!(
        (lengths.len(), lengths.iter().max(), lengths.iter().sum::<usize>()),
        (3, Some(&50), 120)
    );
}
