//! `getUsers`: order, missing ids, failures, deadlines.

use std::cell::RefCell;

use b24_users::auth::Auth;
use b24_users::client::{
    Client, ClientOptions, GetUsersError, GetUsersOptions, IncompleteList, Limits,
};
use b24_users::error::{Cause, Error, ErrorKind};
use b24_users::ids::{IdInput, OnInvalid, UserId};
use b24_users::model::UserList;
use b24_users::transport::TransportError;

use crate::stub_portal::{StubError, StubPortal, default_users};
use crate::virtual_host::{Reply, VirtualHost, token};

fn client(host: &VirtualHost) -> Client<VirtualHost> {
    let limits = Limits { ids_per_call: Some(2), ..Limits::default() };
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    Client::new(host.clone(), Auth::Token(token("t")), options)
}

fn get(
    host: &VirtualHost,
    ids: &[u64],
    options: GetUsersOptions,
) -> Result<UserList, GetUsersError> {
    let entries: Vec<_> = ids.iter().map(|id| IdInput::Text(id.to_string())).collect();
    let outcome = host.run(client(host).get_users(entries, options, |_| ()));
    assert_eq!(host.timer_count(), 0, "no timer is left");
    outcome
}

fn numbers(ids: &[UserId]) -> Vec<u64> {
    ids.iter().map(|id| id.get()).collect()
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

fn incomplete(outcome: Result<UserList, GetUsersError>) -> IncompleteList {
    match outcome {
        Err(GetUsersError::Incomplete(incomplete)) => *incomplete,
        other => panic!("{other:?}"),
    }
}

#[test]
fn users_are_in_the_requested_order_and_missing_ids_are_listed() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let list = get(&host, &[7, 900_999, 3, 7, 900_000, 1], GetUsersOptions::default()).unwrap();
    assert_eq!(user_ids(&list), [7, 3, 1]);
    assert_eq!(numbers(&list.missing), [900_999, 900_000]);
    assert_eq!(list.users[0].name, "User 7");
    assert_eq!(host.requests()[0].calls(), [vec![7, 900_999], vec![3, 900_000], vec![1]]);
    assert_eq!(
        (list.time.requests, list.time.duration, list.time.operating),
        (1, 0.09, Some(0.09))
    );
}

#[test]
fn no_ids_send_no_request() {
    let host = VirtualHost::new(|_| unreachable!());
    assert_eq!(get(&host, &[], GetUsersOptions::default()).unwrap(), UserList::default());
}

// spec: answer.empty, answer.extranet
#[test]
fn ids_absent_from_the_response_are_missing() {
    // As for extranet callers: users they may not see are omitted, and an empty result is `[]`.
    for (body, visible) in
        [(r#"{"result":{"1":{"id":1,"name":"A"}}}"#, &[1][..]), (r#"{"result":[]}"#, &[])]
    {
        let host = VirtualHost::new(move |_| Reply::ok(body));
        let list = get(&host, &[1, 2], GetUsersOptions::default()).unwrap();
        assert_eq!(user_ids(&list), visible);
        assert_eq!(list.missing.len(), 2 - visible.len());
        assert_eq!(list.time.operating, None, "an absent `operating` is not zero");
    }
}

#[test]
fn invalid_ids_fail_before_any_request_unless_reported() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let entries = || [IdInput::Number(4.0), IdInput::Number(0.0)];
    let refused = host.run(client(&host).get_users(entries(), GetUsersOptions::default(), |_| ()));
    assert_eq!(failed(refused).code, "INVALID_ID");
    assert_eq!(host.requests().len(), 0);
    let options =
        GetUsersOptions { invalid: Some(OnInvalid::Report), ..GetUsersOptions::default() };
    let list = host.run(client(&host).get_users(entries(), options, |_| ())).unwrap();
    assert_eq!((user_ids(&list), list.invalid[0].index), (vec![4], 1));
}

#[test]
fn a_client_can_report_invalid_ids_by_default() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let options = ClientOptions { invalid: Some(OnInvalid::Report), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let list = host
        .run(client.get_users([IdInput::Number(0.0)], GetUsersOptions::default(), |_| ()))
        .unwrap();
    assert_eq!(list.invalid.len(), 1);
    let options = GetUsersOptions { invalid: Some(OnInvalid::Throw), ..GetUsersOptions::default() };
    let refused = host.run(client.get_users([IdInput::Number(0.0)], options, |_| ()));
    assert_eq!(failed(refused).code, "INVALID_ID");
}

// spec: ids.nested
#[test]
fn unexpected_users_are_rejected() {
    for body in
        [r#"{"result":{"1":{"id":1}}}"#, r#"{"result":[{"id":1}]}"#, r#"{"result":{"7":{"id":1}}}"#]
    {
        let host = VirtualHost::new(move |_| Reply::ok(body));
        let error = failed(get(&host, &[7], GetUsersOptions::default()));
        assert_eq!(error.kind, ErrorKind::Response, "{body}");
        assert_eq!(
            (error.method.as_deref(), error.ids[0].get()),
            (Some("im.user.list.get"), 7),
            "{body}"
        );
    }
}

#[test]
fn users_received_before_a_failure_are_kept() {
    let portal = StubPortal::new(
        |ids| {
            if ids.contains(&3) {
                Err(StubError::Code("INTERNAL_SERVER_ERROR"))
            } else {
                default_users(ids)
            }
        },
        2.0,
    );
    let host = VirtualHost::with_server(portal);
    let IncompleteList { error, list } =
        incomplete(get(&host, &[1, 2, 3, 4, 5], GetUsersOptions::default()));
    assert_eq!((error.code.as_str(), error.kind), ("PARTIAL_RESULT", ErrorKind::Server));
    assert_eq!(numbers(&error.ids), [3]);
    assert!(error.message.starts_with("1 users could not be fetched: "), "{}", error.message);
    assert_eq!(
        user_ids(&list),
        [1, 2, 4, 5],
        "the other users of the failed command are requested again"
    );
    assert_eq!(
        (list.failed.len(), list.failed[0].error.code.as_str()),
        (1, "INTERNAL_SERVER_ERROR")
    );
    assert_eq!(numbers(&list.failed[0].error.ids), [3]);
}

#[test]
fn the_partial_option_resolves_with_a_partial_list() {
    let host = VirtualHost::with_server(StubPortal::new(
        |ids| if ids.contains(&3) { Err(StubError::Html) } else { default_users(ids) },
        2.0,
    ));
    let options = GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() };
    let list = get(&host, &[1, 2, 3, 4], options).unwrap();
    assert_eq!((user_ids(&list), numbers(&list.failed[0].ids)), (vec![1, 2, 4], vec![3]));
    assert_eq!(list.failed[0].error.code, "BAD_RESPONSE");
}

#[test]
fn a_systemic_error_stops_the_remaining_requests() {
    let host = VirtualHost::new(|_| {
        Reply::Response(401, br#"{"error":"expired_token","error_description":"Expired"}"#.into())
    });
    let many: Vec<_> = (1..=1000).collect();
    let error = failed(get(&host, &many, GetUsersOptions::default()));
    assert_eq!((error.code.as_str(), error.ids.len()), ("expired_token", 1000));
    assert!(host.requests().len() <= 4, "only requests in flight: {}", host.requests().len());
}

// spec: error.no-answer
#[test]
fn without_any_user_the_call_fails_with_the_error_itself() {
    let cause = Cause { name: "TypeError".into(), message: "Failed to fetch".into() };
    let host = VirtualHost::new(move |_| Reply::Error(TransportError::Network(cause.clone())));
    let options = GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() };
    let error = failed(get(&host, &[1, 2, 3], options));
    assert_eq!(
        (error.code.as_str(), error.kind, error.retryable),
        ("NETWORK_ERROR", ErrorKind::Network, true)
    );
    assert_eq!(error.cause.as_ref().unwrap().message, "Failed to fetch");
    assert_eq!(
        host.requests().len(),
        9,
        "one attempt, four retries, and two probes with a retry each"
    );
}

// spec: cors.redirect
#[test]
fn a_redirect_is_reported_as_portal_moved() {
    let host = VirtualHost::new(|_| Reply::Error(TransportError::Redirected));
    let error = failed(get(&host, &[1], GetUsersOptions::default()));
    assert_eq!((error.code.as_str(), error.retryable), ("PORTAL_MOVED", false));
    assert_eq!(host.requests().len(), 1);
}

#[test]
fn an_error_before_sending_has_neither_method_nor_ids() {
    let host = VirtualHost::new(|_| unreachable!());
    let options =
        ClientOptions { portal: Some("http://example.com".into()), ..ClientOptions::default() };
    let mut fixed = token("t");
    fixed.portal = None;
    let client = Client::new(host.clone(), Auth::Token(fixed), options);
    let error = failed(host.run(client.get_users(
        [IdInput::Number(4.0)],
        GetUsersOptions::default(),
        |_| (),
    )));
    assert_eq!(
        (error.code.as_str(), error.method.as_deref(), &error.ids[..]),
        ("INVALID_PORTAL", None, &[][..])
    );
}

#[test]
fn a_hanging_request_ends_at_the_deadline() {
    let host = VirtualHost::new(|_| Reply::Hang);
    let options = GetUsersOptions { deadline_ms: Some(3000.0), ..GetUsersOptions::default() };
    let error = failed(get(&host, &[1, 2, 3], options));
    assert_eq!((error.code.as_str(), error.kind), ("DEADLINE_EXCEEDED", ErrorKind::Timeout));
    let error = failed(get(&host, &[1], GetUsersOptions::default()));
    assert_eq!(
        error.message, "No response from the portal within 65000 ms",
        "without a deadline, after the last attempt"
    );
}

#[test]
fn the_deadline_covers_the_whole_call_and_keeps_received_users() {
    // Three requests before the deadline, of 100 ids and 280 ms each.
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let limits = Limits { ids_per_call: Some(2), concurrency: Some(1), ..Limits::default() };
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let options = GetUsersOptions { deadline_ms: Some(1000.0), ..GetUsersOptions::default() };
    let entries = (1..=1000).map(|id| IdInput::Number(f64::from(id)));
    let IncompleteList { error, list } =
        incomplete(host.run(client.get_users(entries, options, |_| ())));
    assert_eq!((list.users.len(), error.kind, error.ids.len()), (300, ErrorKind::Timeout, 700));
    assert_eq!(
        (list.failed[0].error.code.as_str(), list.failed[0].ids.len()),
        ("DEADLINE_EXCEEDED", 700)
    );
    assert_eq!(host.requests().len(), 4, "nothing is sent after the deadline");
}

#[test]
fn progress_is_reported() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let reported = RefCell::new(Vec::new());
    let entries = (1..=250).map(|id| IdInput::Number(f64::from(id)));
    let progress = |progress: b24_users::client::Progress| reported.borrow_mut().push(progress);
    host.run(client(&host).get_users(entries, GetUsersOptions::default(), progress)).unwrap();
    let done: Vec<_> =
        reported.borrow().iter().map(|reported| (reported.done, reported.total)).collect();
    assert_eq!(done.last(), Some(&(250, 250)));
    assert!(done.is_sorted() && done.len() == 3, "{done:?}");
    assert_eq!(reported.borrow().last().unwrap().requests, 3);
}

#[test]
fn entries_cached_before_the_clock_was_set_back_are_evicted() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let client = client(&host);
    let get =
        || host.run(client.get_users([IdInput::Number(4.0)], GetUsersOptions::default(), |_| ()));
    get().unwrap();
    host.set_back(3_600_000.0);
    get().unwrap();
    assert_eq!(host.requests().len(), 2, "the age of the entry is unknown");
}

#[test]
fn users_are_served_from_the_cache_until_they_expire() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let client = client(&host);
    let get = |options| {
        host.run(client.get_users(
            [IdInput::Number(4.0), IdInput::Number(900_000.0)],
            options,
            |_| (),
        ))
        .unwrap()
    };
    let wait = |ms| host.run(host.sleep_ms(ms));
    let first = get(GetUsersOptions::default());
    assert_eq!(
        (get(GetUsersOptions::default()).users, host.requests().len()),
        (first.users.clone(), 1)
    );
    get(GetUsersOptions { fresh: Some(true), ..GetUsersOptions::default() });
    assert_eq!(host.requests().len(), 2);
    wait(10_000.0);
    get(GetUsersOptions { max_age_ms: Some(10_000.0), ..GetUsersOptions::default() });
    assert_eq!(host.requests().len(), 3);
    wait(30_000.0);
    get(GetUsersOptions::default());
    assert_eq!(host.requests()[3].ids(), [900_000], "missing ids are evicted earlier");
    client.invalidate(None);
    assert_eq!(client.stats().cache_size, 0);
    get(GetUsersOptions::default());
    assert_eq!((host.requests()[4].ids(), client.stats().cache_hits), (vec![4, 900_000], 3));
}
