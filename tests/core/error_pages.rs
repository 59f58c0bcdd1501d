//! Errors of front ends and firewalls, which are not the JSON of portals.

use std::cell::Cell;

use b24_users::auth::Auth;
use b24_users::client::{CallOptions, Client, ClientOptions, GetUsersError};
use b24_users::error::{Error, ErrorKind};
use b24_users::model::{ClientEventKind, WaitReason};

use crate::helpers::{client, default_options, scripted, user_id, user_ids};
use crate::stub_portal::{StubPortal, default_users};
use crate::virtual_host::{Reply, Server, VirtualHost, token};

/// Responses that are not the portal's JSON, and mean throttling.
const THROTTLED: [(u16, &str); 8] = [
    (429, "<html><body>x</body></html>"),
    (429, ""),
    (429, "Slow down"),
    (429, r#"{"message":"Slow down"}"#),
    (429, r#"{"error":"too_many","error_description":"Slow down"}"#),
    (503, "<html><head><title>503</title></head><body>503 | QUERY_LIMIT_EXCEEDED</body></html>"),
    (503, "  too many REQUESTS"),
    (503, r#"{"message":"Too Many Requests"}"#),
];

fn call_once(reply: Reply) -> (VirtualHost, Result<(), Error>) {
    let sent = Cell::new(0);
    let host = scripted(move |_, _| {
        sent.set(sent.get() + 1);
        if sent.get() == 1 { reply.clone() } else { Reply::ok(r#"{"result":7}"#) }
    });
    let outcome = host.run(client(&host).call("crm.lead.add", &[], CallOptions::default()));
    (host, outcome.map(drop))
}

// spec: error.not-json
#[test]
fn a_throttled_request_is_retried_when_the_bucket_has_capacity() {
    for (status, body) in THROTTLED {
        let (host, outcome) = call_once(Reply::Response(status, body.into()));
        outcome.unwrap();
        assert_eq!(host.requests().len(), 2, "{status} {body}");
        assert!(host.elapsed_ms() >= 1750.0, "{status} {body}: {} ms", host.elapsed_ms());
        let is_limit = |what: &ClientEventKind| {
            matches!(what, ClientEventKind::Wait { reason: WaitReason::Limit, .. })
        };
        assert!(host.events().iter().any(|event| is_limit(&event.kind)), "{status} {body}");
    }
}

#[test]
fn a_throttled_request_is_a_limit_error_and_is_not_split() {
    for (status, body) in THROTTLED {
        let host = scripted(move |_, _| Reply::Response(status, body.into()));
        let client = client(&host);
        let outcome = host.run(client.get_users(user_ids(1, 2500), default_options(), |_| ()));
        let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(
            (error.kind, error.retryable, error.status),
            (ErrorKind::Limit, true, Some(status))
        );
        let code = if body.contains("too_many") { "too_many" } else { "QUERY_LIMIT_EXCEEDED" };
        assert_eq!((&*error.code, error.retry_after_ms), (code, Some(1750.0)), "{status} {body}");
        assert_eq!((client.stats().splits, host.requests().len()), (0, 5), "{status} {body}");
    }
}

#[test]
fn a_request_with_an_unknown_error_page_is_not_retried() {
    let late_text = format!("<html>{}Too many requests", " ".repeat(5000));
    for body in ["<html><body>Service unavailable</body></html>", "", &late_text] {
        let (host, outcome) = call_once(Reply::Response(503, body.into()));
        let error = outcome.unwrap_err();
        assert_eq!((&*error.code, error.kind), ("BAD_RESPONSE", ErrorKind::Server));
        assert_eq!(host.requests().len(), 1);
    }
    // Data of users is no limit name.
    let (_, outcome) =
        call_once(Reply::Response(503, r#"{"result":{"name":"Too many requests"}}"#.into()));
    outcome.unwrap();
}

#[test]
fn limit_names_are_found_across_chunks() {
    let chunks = b"<html>QUERY_LIMIT_EXCEEDED".chunks(3).map(<[u8]>::to_vec).collect();
    let (host, outcome) = call_once(Reply::Chunks(503, chunks, Ok(())));
    outcome.unwrap();
    assert_eq!(host.requests().len(), 2);
}

/// A front end that rejects requests with more ids than `max_ids`.
fn behind_a_firewall(max_ids: usize, body: &'static str) -> VirtualHost {
    let portal = StubPortal::new(default_users, 0.1);
    scripted(move |request, now| {
        if request.ids().len() > max_ids {
            Reply::Response(413, body.into())
        } else {
            portal.respond(request, now)
        }
    })
}

#[test]
fn a_request_that_is_too_large_is_split_and_the_size_is_learned() {
    for body in ["<html>413", r#"{"error":"REQUEST_TOO_LARGE","error_description":"x"}"#] {
        for max_ids in [2000, 1000, 60, 20, 1] {
            let host = behind_a_firewall(max_ids, body);
            let client = client(&host);
            let rejected_count = || {
                let is_413 = |what: &ClientEventKind| {
                    matches!(what, ClientEventKind::Response { status: Some(413), .. })
                };
                host.events().iter().filter(|event| is_413(&event.kind)).count()
            };
            let list =
                host.run(client.get_users(user_ids(1, 300), default_options(), |_| ())).unwrap();
            assert_eq!(list.users.len(), 300);
            let list = host
                .run(client.get_users(user_ids(1001, 3500), default_options(), |_| ()))
                .unwrap();
            assert_eq!(list.users.len(), 2500);
            let first = rejected_count();
            assert!(first <= 12, "{first} rejections of more than {max_ids}");
            let list = host
                .run(client.get_users(user_ids(4001, 6500), default_options(), |_| ()))
                .unwrap();
            assert_eq!((list.users.len(), rejected_count()), (2500, first), "more than {max_ids}");
        }
    }
}

#[test]
fn no_size_is_learned_if_single_ids_are_rejected_too() {
    let (portal, rejects) =
        (StubPortal::new(default_users, 0.1), std::rc::Rc::new(Cell::new(true)));
    let is_rejected = rejects.clone();
    let host = scripted(move |request, now| {
        if is_rejected.get() {
            Reply::Response(413, "<html>".into())
        } else {
            portal.respond(request, now)
        }
    });
    let client = client(&host);
    for ids in [300, 1] {
        host.run(client.get_users(user_ids(1, ids), default_options(), |_| ())).unwrap_err();
    }
    rejects.set(false);
    let before = host.requests().len();
    host.run(client.get_users(user_ids(1, 2500), default_options(), |_| ())).unwrap();
    assert_eq!(host.requests().len(), before + 1);
}

#[test]
fn a_request_for_one_id_that_is_too_large_is_not_retried() {
    let host = behind_a_firewall(0, "<html>413");
    let options = ClientOptions { retries: Some(4), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let error = host.run(client.load_user(user_id(4), default_options())).unwrap_err();
    assert_eq!((&*error.code, error.status, host.requests().len()), ("BAD_RESPONSE", Some(413), 1));
    assert!(host.now_ms() > 0.0);
}
