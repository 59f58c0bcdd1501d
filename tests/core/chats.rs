//! Chat members, against the fake portal.

use std::cell::RefCell;
use std::rc::Rc;

use b24_fake_portal::limits::LimitOptions;
use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits, Progress};
use b24_users::error::{Error, ErrorKind};
use b24_users::ids::IdInput;
use b24_users::model::UserList;
use serde_json::{Value, json};

use crate::chunked_server::ChunkedServer;
use crate::fake_server::{FakeServer, network_failure};
use crate::helpers::host_and_client;
use crate::virtual_host::{RecordedRequest, Reply, VirtualHost, token};

const DOZEN: [u64; 12] = [1, 4, 5, 17, 61, 72, 74, 90, 105, 106, 107, 108];

fn chat(number: u32) -> IdInput {
    IdInput::Number(f64::from(number))
}

fn named(name: &str) -> IdInput {
    IdInput::Text(name.into())
}

fn get_members(
    host: &VirtualHost,
    client: &Client<VirtualHost>,
    chat: &IdInput,
) -> Result<UserList, Error> {
    match host.run(client.get_chat_users(chat, GetUsersOptions::default(), |_| ())) {
        Err(GetUsersError::Failed(error)) => Err(error),
        other => Ok(other.unwrap()),
    }
}

fn ids(list: &UserList) -> Vec<u64> {
    list.users.iter().map(|user| user.id.get()).collect()
}

// spec: chats.ids
#[test]
fn member_ids_are_returned() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    for name in [chat(12), named("chat12"), named("sg7")] {
        let ids = host.run(client.get_chat_user_ids(&name, None)).unwrap();
        assert_eq!(ids.iter().map(|id| id.get()).collect::<Vec<_>>(), DOZEN, "{name:?}");
    }
    let forms: Vec<_> = host
        .requests()
        .into_iter()
        .map(|request| request.raw_form.split('&').next().unwrap().to_owned())
        .collect();
    assert_eq!(forms, ["CHAT_ID=12", "CHAT_ID=12", "DIALOG_ID=sg7"]);
}

#[test]
fn member_ids_may_be_strings_and_are_deduplicated() {
    for (result, expected) in
        [(json!([4, "5", 4]), vec![4, 5]), (json!({ "0": "4", "2": "7" }), vec![4, 7])]
    {
        let body = json!({ "result": result }).to_string();
        let host = VirtualHost::new(move |_| Reply::ok(body.clone()));
        let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
        let ids = host.run(client.get_chat_user_ids(&chat(12), None)).unwrap();
        assert_eq!(ids.iter().map(|id| id.get()).collect::<Vec<_>>(), expected);
    }
    for invalid in [json!([[4]]), json!([0]), json!("4"), json!(null), json!([true])] {
        let body = json!({ "result": invalid }).to_string();
        let host = VirtualHost::new(move |_| Reply::ok(body.clone()));
        let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
        let error = host.run(client.get_chat_user_ids(&chat(12), None)).unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.method.as_deref()),
            ("BAD_RESPONSE", Some("im.chat.user.list")),
            "{invalid}"
        );
    }
}

// spec: chats.closed
#[test]
fn a_closed_chat_is_an_access_error() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    // The third is the general chat, for which the portal responds with status 403.
    for (closed, status) in [(13, 200), (404, 200), (1, 403)] {
        let errors = [
            host.run(client.get_chat_user_ids(&chat(closed), None)).unwrap_err(),
            get_members(&host, &client, &chat(closed)).unwrap_err(),
        ];
        // A command has the status of its batch.
        for (error, status) in errors.iter().zip([status, 200]) {
            assert_eq!(
                (error.code.as_str(), error.kind, error.status),
                ("ACCESS_ERROR", ErrorKind::Access, Some(status))
            );
            assert_eq!(error.method.as_deref(), Some("im.chat.user.list"));
        }
    }
}

#[test]
fn invalid_chats_are_rejected_before_any_request() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    for invalid in [chat(0), named("12"), named("user4"), IdInput::Other("null")] {
        let error = get_members(&host, &client, &invalid).unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.kind),
            ("INVALID_CHAT", ErrorKind::Request),
            "{invalid:?}"
        );
        assert_eq!(host.run(client.get_chat_user_ids(&invalid, None)).unwrap_err(), error);
    }
    assert!(host.requests().is_empty());
}

#[test]
fn all_members_of_a_chat_are_returned() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    for name in [chat(12), named("sg7")] {
        let list = get_members(&host, &client, &name).unwrap();
        // The dismissed user 106 is a member, but on none of the pages of members.
        assert_eq!(ids(&list), DOZEN);
        assert!(!list.users[9].active);
        let issues: Vec<_> =
            list.issues.iter().map(|issue| (issue.id.get(), &*issue.path)).collect();
        assert_eq!((list.missing.len(), issues), (0, vec![(90, "website")]));
    }
    let (other, fresh) = host_and_client(&FakeServer::new(1000));
    let wanted = DOZEN.map(|id| IdInput::Number(id as f64));
    let by_ids = other.run(fresh.get_users(wanted, GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(
        get_members(&host, &client, &chat(12)).unwrap().users,
        by_ids.users,
        "the same users by ids"
    );
}

#[test]
fn a_chat_of_any_size_needs_one_request() {
    for (number, size) in [(12, 12), (500, 500), (5000, 5000)] {
        let (host, client) = host_and_client(&FakeServer::new(5100));
        let list = get_members(&host, &client, &chat(number)).unwrap();
        assert_eq!((list.users.len(), list.missing.len()), (size, 0));
        assert_eq!((list.time.requests, host.requests().len()), (1, 1), "chat {number}");
    }
}

#[test]
fn a_chat_too_large_for_one_call_is_loaded_in_halves() {
    let limits = LimitOptions { max_request_ms: 5000, ..LimitOptions::default() };
    let (host, client) = host_and_client(&FakeServer::new(5100).with_limits(limits));
    assert_eq!(get_members(&host, &client, &chat(5000)).unwrap().users.len(), 5000);
    // The failed request, the ids, and the members in two halves.
    assert_eq!(host.requests().len(), 4);
}

#[test]
fn chat_members_are_cached() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    get_members(&host, &client, &chat(500)).unwrap();
    let sent = host.requests().len();
    let wanted = [101, 102, 300].map(|id| IdInput::Number(f64::from(id)));
    host.run(client.get_users(wanted, GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(host.requests().len(), sent);
}

// spec: references.whole, references.failed, references.unresolved, references.halt
#[test]
fn unavailable_member_ids_do_not_return_user_1() {
    // Without `halt`, the portal would return user 1 here: see crates/fake-portal/tests/batch.rs.
    for code in ["ACCESS_DENIED", "OPERATION_TIME_LIMIT", "ERROR_CORE"] {
        let refusal = json!([{ "kind": "error", "code": code, "method": "im.chat.user.list" }]);
        let portal = FakeServer::new(1000).with_faults(refusal);
        let (host, client) = host_and_client(&portal);
        let error = get_members(&host, &client, &chat(12)).unwrap_err();
        assert!([code, "DEADLINE_EXCEEDED"].contains(&&*error.code), "{error}");
        assert!(!portal.commands().contains(&"im.user.list.get".into()), "{code}");
    }
}

fn client_with_members(members: Value, users: Value) -> (VirtualHost, Client<VirtualHost>) {
    let host = VirtualHost::new(move |request| {
        let users = if users.is_null() { json!({}) } else { json!({ "c1": users }) };
        let mut results = json!({ "c0": members });
        results.as_object_mut().unwrap().extend(users.as_object().unwrap().clone());
        let batch = json!({ "result": { "result": results, "result_error": [] } });
        let no_page = json!({ "result": { "result": { "c0": [] }, "result_error": [] } });
        let no_users = json!({ "result": [] });
        let has_method = |method: &str| request.raw_form.contains(method);
        let body = if has_method("im.chat.user.list") {
            batch
        } else if has_method("im.dialog.users.list") {
            no_page
        } else {
            no_users
        };
        Reply::ok(body.to_string())
    });
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    (host, client)
}

#[test]
fn users_who_are_not_members_are_rejected() {
    let user = |id: u32| json!({ "id": id, "name": "A" });
    for (members, users, found, requests) in [
        (json!([4, 7]), json!([user(4), user(7)]), vec![4, 7], 1),
        (json!([4, 7]), json!([user(4), null]), vec![4], 1),
        // As for an unresolved reference: the absent member is requested by id.
        (json!([7]), json!([user(1)]), vec![], 3),
        (json!([4, 7]), json!([user(4), user(1)]), vec![4], 3),
        (json!([4, 7]), json!({ "1": user(1) }), vec![], 3),
        (json!([1, 7]), json!([user(1)]), vec![1], 3),
        (json!([4]), json!("invalid"), vec![], 3),
        (json!([4]), json!(null), vec![], 3),
    ] {
        let (host, client) = client_with_members(members.clone(), users.clone());
        let list = get_members(&host, &client, &chat(12)).unwrap();
        assert_eq!((ids(&list), host.requests().len()), (found, requests), "{members} {users}");
        assert_eq!(list.users.len() + list.missing.len(), members.as_array().unwrap().len());
    }
    for members in [json!(null), json!(true), json!({ "0": [4] }), json!("4")] {
        let (host, client) = client_with_members(members, json!([user(1)]));
        assert_eq!(get_members(&host, &client, &chat(12)).unwrap_err().code, "BAD_RESPONSE");
    }
}

#[test]
fn members_unavailable_by_reference_are_loaded_by_id() {
    for fault in [
        json!({ "kind": "error", "code": "ERROR_CORE", "method": "im.user.list.get", "times": 1 }),
        json!({ "kind": "html", "status": 500, "method": "im.user.list.get", "times": 1 }),
        json!({ "kind": "hang", "method": "im.user.list.get", "times": 1 }),
    ] {
        let (host, client) = host_and_client(&FakeServer::new(1000).with_faults(json!([fault])));
        assert_eq!(ids(&get_members(&host, &client, &chat(12)).unwrap()), DOZEN, "{fault}");
    }
}

#[test]
fn transient_failures_are_retried() {
    for fault in [
        json!({ "kind": "error", "code": "OPERATION_TIME_LIMIT", "method": "im.chat.user.list", "times": 1 }),
        json!({ "kind": "error", "code": "QUERY_LIMIT_EXCEEDED", "times": 2 }),
        json!({ "kind": "reset", "times": 2 }),
    ] {
        let (host, client) = host_and_client(&FakeServer::new(1000).with_faults(json!([fault])));
        assert_eq!(ids(&get_members(&host, &client, &chat(12)).unwrap()), DOZEN, "{fault}");
    }
}

#[test]
fn a_failing_member_fails_alone() {
    let poisoned =
        json!([{ "kind": "html", "status": 500, "method": "im.user.list.get", "ids": [106] }]);
    let (host, client) = host_and_client(&FakeServer::new(1000).with_faults(poisoned));
    let outcome = host.run(client.get_chat_users(&chat(12), GetUsersOptions::default(), |_| ()));
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("one has failed") };
    assert_eq!(incomplete.list.users.len(), 11);
    assert_eq!(incomplete.error.ids.iter().map(|id| id.get()).collect::<Vec<_>>(), [106]);
}

#[test]
fn members_received_before_a_truncation_are_not_requested_again() {
    let portal = FakeServer::new(1000);
    let server = ChunkedServer::new(portal.clone(), |number, body| {
        if number > 0 {
            (vec![body], Ok(()))
        } else {
            (vec![body[..body.len() / 2].into()], Err(network_failure()))
        }
    });
    let host = VirtualHost::with_server(server);
    let client = portal.client(&host, Limits::default());
    let list =
        host.run(client.get_chat_users(&chat(500), GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(list.users.len() + list.missing.len(), 500);
    let requested: Vec<_> = host.requests().iter().skip(2).flat_map(RecordedRequest::ids).collect();
    assert!((100..400).contains(&requested.len()), "{}", requested.len());
}

#[test]
fn progress_is_reported_and_the_deadline_is_kept() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    let reported = Rc::new(RefCell::new(Vec::new()));
    let report = |progress: Progress| {
        reported.borrow_mut().push((progress.done, progress.total, progress.requests));
    };
    host.run(client.get_chat_users(&chat(500), GetUsersOptions::default(), report)).unwrap();
    assert_eq!(reported.take(), [(500, 500, 1)]);
    let fault = json!([{ "kind": "error", "code": "ERROR_CORE", "method": "im.user.list.get", "times": 1 }]);
    let (host, client) = host_and_client(&FakeServer::new(1000).with_faults(fault));
    host.run(client.get_chat_users(&chat(500), GetUsersOptions::default(), report)).unwrap();
    assert_eq!(
        (reported.borrow()[0], *reported.borrow().last().unwrap()),
        ((0, 500, 1), (500, 500, 2))
    );

    let (host, client) =
        host_and_client(&FakeServer::new(1000).with_faults(json!([{ "kind": "hang" }])));
    let options = GetUsersOptions { deadline_ms: Some(900.0), ..GetUsersOptions::default() };
    let Err(GetUsersError::Failed(error)) =
        host.run(client.get_chat_users(&chat(12), options, |_| ()))
    else {
        panic!("no user can be received")
    };
    assert_eq!(error.code, "DEADLINE_EXCEEDED");
}

#[test]
fn avatar_hr_is_loaded_from_old_portals() {
    let (host, client) = host_and_client(&FakeServer::new(1000).of_version("23.900"));
    let options = GetUsersOptions { avatar_hr: Some(true), ..GetUsersOptions::default() };
    let list = host.run(client.get_chat_users(&chat(500), options, |_| ())).unwrap();
    assert!(list.users.iter().any(|user| user.avatar_hr.is_some()));
}

// spec: chats.people
#[test]
fn an_extranet_caller_gets_the_members_of_a_shared_chat() {
    let portal = FakeServer::new(1000);
    let host = VirtualHost::with_server(portal.clone());
    let client = portal.client_of_extranet(&host);
    // `im.user.list.get` returns only 4, 5 and 105 to the extranet user; no method returns the
    // dismissed user.
    let list = get_members(&host, &client, &chat(12)).unwrap();
    assert_eq!(list.missing.iter().map(|id| id.get()).collect::<Vec<_>>(), [106]);
    assert_eq!(ids(&list), DOZEN.into_iter().filter(|&id| id != 106).collect::<Vec<_>>());
    assert_eq!(get_members(&host, &client, &chat(500)).unwrap_err().code, "ACCESS_ERROR");
}

/// A chat of users 1 to `count` for an extranet caller: the list of users has three of them, and
/// `page_at` returns the page at an offset.
fn extranet_chat(
    count: u64,
    page_at: impl Fn(u64) -> Value + 'static,
) -> (VirtualHost, Client<VirtualHost>) {
    extranet_chat_with_references(count, true, page_at)
}

/// The same, and the list of users by reference may fail.
fn extranet_chat_with_references(
    count: u64,
    has_references: bool,
    page_at: impl Fn(u64) -> Value + 'static,
) -> (VirtualHost, Client<VirtualHost>) {
    let host = VirtualHost::new(move |request| {
        let query = |number: usize| request.form.get(&format!("cmd[c{number}]"));
        let mut parts =
            json!({ "result": {}, "result_error": {}, "result_next": {}, "result_total": {} });
        let visible: Vec<_> = (1..=3).map(|id| json!({ "id": id })).collect();
        for number in 0..50 {
            let Some(query) = query(number) else { break };
            let name = format!("c{number}");
            if query.starts_with("im.chat.user.list") {
                parts["result"][&name] = json!((1..=count).collect::<Vec<_>>());
            } else if query.starts_with("im.user.list.get")
                && query.contains("result")
                && !has_references
            {
                parts["result_error"][&name] =
                    json!({ "error": "ERROR_CORE", "error_description": "" });
            } else if query.starts_with("im.user.list.get") {
                // All users requested by id are missing.
                parts["result"][&name] =
                    if query.contains("result") { json!(visible) } else { json!([]) };
            } else {
                let offset = query.rsplit_once("OFFSET=").unwrap().1.parse().unwrap();
                let page = page_at(offset);
                for (part, key) in [
                    ("result", "result"),
                    ("result_next", "next"),
                    ("result_total", "total"),
                    ("result_error", "error"),
                ] {
                    if !page[key].is_null() {
                        parts[part][&name] = page[key].clone();
                    }
                }
            }
        }
        if request.raw_form.starts_with("CHAT_ID=") {
            return Reply::ok(json!({ "result": (1..=count).collect::<Vec<_>>() }).to_string());
        }
        if !request.is_batch() {
            let mut found = request.ids();
            found.retain(|id| (1..=3).contains(id));
            let found: Vec<_> = found.into_iter().map(|id| json!({ "id": id })).collect();
            return Reply::ok(json!({ "result": found }).to_string());
        }
        Reply::ok(json!({ "result": parts }).to_string())
    });
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    (host, client)
}

fn user_records(from: u64, to: u64) -> Vec<Value> {
    (from..=to).map(|id| json!({ "id": id })).collect()
}

// spec: chats.people
#[test]
fn short_pages_are_read_to_the_end() {
    for size in [50, 7, 200] {
        for promise in ["next", "total", "both", "neither"] {
            let (host, client) = extranet_chat(300, move |offset| {
                let end = (offset + size).min(300);
                let next = (end < 300 && matches!(promise, "next" | "both")).then_some(end);
                let total = matches!(promise, "total" | "both").then_some(300);
                json!({ "result": user_records(offset + 1, end), "next": next, "total": total })
            });
            let list = get_members(&host, &client, &chat(12)).unwrap();
            assert_eq!((list.users.len(), list.missing.len()), (300, 0), "{size} {promise}");
        }
    }
    // Dismissed users, absent from the pages, are missing.
    let (host, client) = extranet_chat(300, |offset| {
        let end = (offset + 50).min(270);
        let next = (end < 270).then_some(end);
        json!({ "result": user_records(offset + 1, end), "next": next, "total": 270 })
    });
    let list = get_members(&host, &client, &chat(12)).unwrap();
    assert_eq!((list.users.len(), list.missing.len()), (270, 30));
}

#[test]
fn members_on_unread_pages_fail_and_are_not_missing() {
    let refused = json!({ "error": "OPERATION_TIME_LIMIT", "error_description": "" });
    let denied = json!({ "error": "ACCESS_DENIED", "error_description": "" });
    for (code, page) in [
        ("BAD_RESPONSE", json!({ "result": user_records(1, 50), "next": 50, "total": 300 })),
        ("BAD_RESPONSE", json!({ "result": user_records(1, 50), "total": 300 })),
        ("BAD_RESPONSE", json!({ "result": user_records(1, 50) })),
        ("BAD_RESPONSE", json!({ "result": [], "total": 300 })),
        ("BAD_RESPONSE", json!({ "result": "?" })),
        ("BAD_RESPONSE", json!({})),
        ("OPERATION_TIME_LIMIT", json!({ "error": refused })),
        ("ACCESS_DENIED", json!({ "error": denied })),
    ] {
        let context = page.to_string();
        let (host, client) = extranet_chat(300, move |_| page.clone());
        let outcome =
            host.run(client.get_chat_users(&chat(12), GetUsersOptions::default(), |_| ()));
        let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{context}") };
        let list = incomplete.list;
        assert_eq!(list.missing, [], "{context}");
        assert!([3, 50].contains(&list.users.len()), "{context}");
        assert_eq!(list.failed[0].ids.len() + list.users.len(), 300, "{context}");
        let error = &list.failed[0].error;
        // A wait for the limit ends for the whole request.
        let method = if code == "OPERATION_TIME_LIMIT" { "batch" } else { "im.dialog.users.list" };
        assert_eq!((&*error.code, error.method.as_deref()), (code, Some(method)), "{context}");
    }
}

// spec: chats.people
#[test]
fn pages_are_read_for_members_missing_by_id() {
    for (has_references, avatar_hr) in [(true, true), (false, false), (false, true)] {
        let options =
            || GetUsersOptions { avatar_hr: Some(avatar_hr), ..GetUsersOptions::default() };
        let (host, client) = extranet_chat_with_references(40, has_references, |offset| {
            let end = (offset + 20).min(37);
            let next = (end < 37).then_some(end);
            json!({ "result": user_records(offset + 1, end), "next": next, "total": 37 })
        });
        let list = host.run(client.get_chat_users(&chat(12), options(), |_| ())).unwrap();
        let missing: Vec<_> = list.missing.iter().map(|id| id.get()).collect();
        let context = format!("references: {has_references}, avatar_hr: {avatar_hr}");
        assert_eq!((ids(&list), missing), ((1..=37).collect(), vec![38, 39, 40]), "{context}");
        assert_eq!(list.time.requests as usize, host.requests().len(), "{context}");

        let (host, client) = extranet_chat_with_references(40, has_references, |offset| {
            if offset > 0 {
                let denied = json!({ "error": "ACCESS_DENIED", "error_description": "" });
                return json!({ "error": denied });
            }
            json!({ "result": user_records(1, 20), "next": 20, "total": 40 })
        });
        let outcome = host.run(client.get_chat_users(&chat(12), options(), |_| ()));
        let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{context}") };
        let list = incomplete.list;
        assert_eq!((ids(&list), list.missing), ((1..=20).collect(), vec![]), "{context}");
        assert_eq!((list.failed[0].ids.len(), &*list.failed[0].error.code), (20, "ACCESS_DENIED"));
    }
}

#[test]
fn pages_are_not_read_if_all_members_are_found_by_id() {
    let (host, client) =
        extranet_chat_with_references(3, false, |_| panic!("no member is missing"));
    let options = GetUsersOptions { avatar_hr: Some(true), ..GetUsersOptions::default() };
    let list = host.run(client.get_chat_users(&chat(12), options, |_| ())).unwrap();
    assert_eq!((ids(&list), host.requests().len()), (vec![1, 2, 3], 2));
}

#[test]
fn a_failed_page_is_requested_again() {
    let refused = std::cell::Cell::new(false);
    let (host, client) = extranet_chat(300, move |offset| {
        if offset == 200 && !refused.replace(true) {
            return json!({ "error": { "error": "INTERNAL_SERVER_ERROR", "error_description": "" } });
        }
        json!({ "result": user_records(offset + 1, (offset + 200).min(300)), "total": 300 })
    });
    let list = get_members(&host, &client, &chat(12)).unwrap();
    assert_eq!((list.users.len(), list.missing.len()), (300, 0));
}

// spec: chats.open
#[test]
fn the_members_of_an_open_chat_are_visible_to_other_employees() {
    let (host, client) = host_and_client(&FakeServer::with_chat(77, &[7, 8]));
    assert_eq!(ids(&get_members(&host, &client, &chat(77)).unwrap()), [7, 8]);
}
