//! Whole calls: order, missing ids, failures, time limits.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Incomplete, Limits};
use b24_users::error::{Cause, Error, ErrorKind};
use b24_users::ids::{IdInput, OnInvalid};
use b24_users::model::UserList;
use b24_users::send::SendError;
use serde_json::json;

use crate::world::{Reply, Seen, World, token};

/// Answers with everybody asked for, but for those of 900 and above.
fn people(seen: &Seen) -> Reply {
    let entries: serde_json::Map<_, _> = seen
        .ids()
        .into_iter()
        .map(|id| {
            (
                id.to_string(),
                if id < 900 { json!({ "id": id, "name": format!("User {id}") }) } else { json!(null) },
            )
        })
        .collect();
    Reply::ok(json!({ "result": entries, "time": { "duration": 0.25, "operating": 0.5 } }).to_string())
}

fn get(world: &World, ids: &[u64], options: GetUsersOptions) -> Result<UserList, GetUsersError> {
    let limits = Limits { ids_per_call: Some(2) };
    let client_options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    let client = Client::new(world.clone(), Auth::Token(token("t")), client_options);
    let entries = ids.iter().map(|id| IdInput::Text(id.to_string()));
    let outcome = world.run(client.get_users(entries, options));
    assert_eq!(world.timers(), 0, "no timer stays behind");
    outcome
}

fn user_ids(list: &UserList) -> Vec<u64> {
    list.users.iter().map(|user| user.id.get()).collect()
}

fn failed(outcome: Result<UserList, GetUsersError>) -> Error {
    match outcome {
        Err(GetUsersError::Failed(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn incomplete(outcome: Result<UserList, GetUsersError>) -> Incomplete {
    match outcome {
        Err(GetUsersError::Incomplete(incomplete)) => *incomplete,
        other => panic!("{other:?}"),
    }
}

#[test]
fn users_come_in_the_order_asked_for_and_missing_ids_are_told() {
    let world = World::new(people);
    let list = get(&world, &[7, 999, 3, 7, 900, 1], GetUsersOptions::default()).unwrap();
    assert_eq!(user_ids(&list), [7, 3, 1]);
    assert_eq!(list.missing.iter().map(|id| id.get()).collect::<Vec<_>>(), [999, 900]);
    assert_eq!(list.users[0].name, "User 7");
    assert_eq!(world.seen().iter().map(Seen::ids).collect::<Vec<_>>(), [vec![7, 999], vec![3, 900], vec![1]]);
    assert_eq!((list.time.requests, list.time.duration, list.time.operating), (3, 0.75, Some(1.5)));
}

#[test]
fn no_ids_need_no_request() {
    let world = World::new(|_| unreachable!());
    assert_eq!(get(&world, &[], GetUsersOptions::default()).unwrap(), UserList::default());
}

#[test]
fn ids_left_out_of_the_answer_are_missing() {
    // So it is for callers from outside the company: who they may not see is left out, and of nobody there is `[]`.
    let world = World::new(|seen| match seen.ids()[0] {
        1 => Reply::ok(r#"{"result":{"1":{"id":1,"name":"A"}}}"#),
        _ => Reply::ok(r#"{"result":[]}"#),
    });
    let list = get(&world, &[1, 2, 3], GetUsersOptions::default()).unwrap();
    assert_eq!(user_ids(&list), [1]);
    assert_eq!(list.missing.len(), 2);
    assert_eq!(list.time.operating, None, "a portal that does not count is not one that counts nothing");
}

#[test]
fn bad_ids_fail_before_anything_is_sent_unless_reported() {
    let world = World::new(people);
    let client = Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default());
    let entries = || [IdInput::Number(4.0), IdInput::Number(0.0)];
    let refused = world.run(client.get_users(entries(), GetUsersOptions::default()));
    assert_eq!(failed(refused).code, "INVALID_ID");
    assert_eq!(world.seen().len(), 0);
    let options = GetUsersOptions { invalid: Some(OnInvalid::Report), ..GetUsersOptions::default() };
    let list = world.run(client.get_users(entries(), options)).unwrap();
    assert_eq!((user_ids(&list), list.invalid[0].index), (vec![4], 1));
}

#[test]
fn a_client_can_report_bad_ids_by_default() {
    let world = World::new(people);
    let options = ClientOptions { invalid: Some(OnInvalid::Report), ..ClientOptions::default() };
    let client = Client::new(world.clone(), Auth::Token(token("t")), options);
    let list = world.run(client.get_users([IdInput::Number(0.0)], GetUsersOptions::default())).unwrap();
    assert_eq!(list.invalid.len(), 1);
    let options = GetUsersOptions { invalid: Some(OnInvalid::Throw), ..GetUsersOptions::default() };
    let refused = world.run(client.get_users([IdInput::Number(0.0)], options));
    assert_eq!(failed(refused).code, "INVALID_ID");
}

#[test]
fn an_answer_with_others_than_asked_for_is_refused() {
    for body in [r#"{"result":{"1":{"id":1}}}"#, r#"{"result":[{"id":1}]}"#, r#"{"result":{"7":{"id":1}}}"#] {
        let world = World::new(move |_| Reply::ok(body));
        let error = failed(get(&world, &[7], GetUsersOptions::default()));
        assert_eq!(error.kind, ErrorKind::Response, "{body}");
        assert_eq!((error.method.as_deref(), error.ids[0].get()), (Some("im.user.list.get"), 7), "{body}");
    }
}

#[test]
fn what_arrived_before_a_failure_is_not_lost() {
    let world = World::new(|seen| match seen.ids()[0] {
        3 => Reply::Answer(500, br#"{"error":"INTERNAL_SERVER_ERROR","error_description":"Oops"}"#.into()),
        _ => people(seen),
    });
    let Incomplete { error, list } = incomplete(get(&world, &[1, 2, 3, 4, 5], GetUsersOptions::default()));
    assert_eq!(
        (error.code.as_str(), error.kind, error.status),
        ("PARTIAL_RESULT", ErrorKind::Server, Some(500))
    );
    assert_eq!(error.ids.iter().map(|id| id.get()).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(error.message, "2 users could not be fetched: Oops");
    assert_eq!(user_ids(&list), [1, 2, 5], "one bad answer says nothing about the next request");
    assert_eq!((list.failed.len(), list.failed[0].error.code.as_str()), (1, "INTERNAL_SERVER_ERROR"));
}

#[test]
fn a_partial_list_can_be_a_success() {
    let world = World::new(|seen| match seen.ids()[0] {
        3 => Reply::ok("<html>"),
        _ => people(seen),
    });
    let options = GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() };
    let list = get(&world, &[1, 2, 3, 4], options).unwrap();
    assert_eq!((user_ids(&list), list.failed.len()), (vec![1, 2], 1));
    assert_eq!(list.failed[0].error.code, "BAD_RESPONSE");
}

#[test]
fn an_error_that_concerns_all_stops_the_rest() {
    let world = World::new(|seen| match seen.ids()[0] {
        1 => people(seen),
        _ => Reply::Answer(401, br#"{"error":"expired_token","error_description":"Expired"}"#.into()),
    });
    let Incomplete { list, .. } = incomplete(get(&world, &[1, 2, 3, 4, 5], GetUsersOptions::default()));
    assert_eq!(world.seen().len(), 2, "the third request would fail the same way");
    let failed: Vec<_> = list.failed.iter().map(|failure| failure.error.ids.len()).collect();
    assert_eq!(failed, [2, 1], "each failure names its own ids");
}

#[test]
fn nothing_fetched_is_the_error_itself() {
    let cause = Cause { name: "TypeError".into(), message: "Failed to fetch".into() };
    let world = World::new(move |_| Reply::Fail(SendError::Network(cause.clone())));
    let options = GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() };
    let error = failed(get(&world, &[1, 2, 3], options));
    assert_eq!(
        (error.code.as_str(), error.kind, error.retryable),
        ("NETWORK_ERROR", ErrorKind::Network, true)
    );
    assert_eq!(error.cause.as_ref().unwrap().message, "Failed to fetch");
}

#[test]
fn a_redirect_is_told_as_a_renamed_portal() {
    let world = World::new(|_| Reply::Fail(SendError::Redirected));
    let error = failed(get(&world, &[1], GetUsersOptions::default()));
    assert_eq!((error.code.as_str(), error.retryable), ("PORTAL_MOVED", false));
}

#[test]
fn a_portal_that_hangs_ends_at_the_request_timeout() {
    let world = World::new(|_| Reply::Hang);
    let error = failed(get(&world, &[1], GetUsersOptions::default()));
    assert_eq!((error.code.as_str(), error.kind), ("REQUEST_TIMEOUT", ErrorKind::Timeout));
    assert_eq!(error.message, "No answer from the portal within 65000 ms");
}

#[test]
fn the_deadline_is_for_the_whole_call_and_keeps_what_arrived() {
    let world = World::new(|seen| people(seen).after(400.0));
    let options = GetUsersOptions { deadline_ms: Some(1000.0), ..GetUsersOptions::default() };
    let Incomplete { error, list } = incomplete(get(&world, &[1, 2, 3, 4, 5, 6, 7, 8], options));
    assert_eq!((user_ids(&list), error.kind), (vec![1, 2, 3, 4], ErrorKind::Timeout));
    assert_eq!(list.failed[0].error.code, "DEADLINE_EXCEEDED");
    assert_eq!(world.seen().len(), 3, "nothing is sent after the deadline");
}
