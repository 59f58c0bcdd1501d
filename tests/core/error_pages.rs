//! HTML errors of front ends and firewalls.

use std::cell::Cell;

use b24_users::auth::Auth;
use b24_users::client::{CallOptions, Client, ClientOptions, GetUsersError};
use b24_users::error::{Error, ErrorKind};
use b24_users::model::{ClientEventKind, WaitReason};

use crate::helpers::{client, none, one, range, scripted};
use crate::stub_portal::{StubPortal, people};
use crate::virtual_host::{Answers, Reply, VirtualHost, token};

/// Answers that are no JSON, or not the portal's, and mean that it takes no more for now.
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
    let world = scripted(move |_, _| {
        sent.set(sent.get() + 1);
        if sent.get() == 1 { reply.clone() } else { Reply::ok(r#"{"result":7}"#) }
    });
    let outcome = world.run(client(&world).call("crm.lead.add", &[], CallOptions::default()));
    (world, outcome.map(drop))
}

// spec: error.not-json
#[test]
fn a_throttled_request_is_retried_when_the_bucket_has_capacity() {
    for (status, body) in THROTTLED {
        let (world, outcome) = call_once(Reply::Answer(status, body.into()));
        outcome.unwrap();
        assert_eq!(world.seen().len(), 2, "{status} {body}");
        assert!(world.passed_ms() >= 1750.0, "{status} {body}: {} ms", world.passed_ms());
        let is_limit = |what: &ClientEventKind| {
            matches!(what, ClientEventKind::Wait { reason: WaitReason::Limit, .. })
        };
        assert!(world.events().iter().any(|event| is_limit(&event.kind)), "{status} {body}");
    }
}

#[test]
fn a_throttled_request_is_a_limit_error_and_is_not_split() {
    for (status, body) in THROTTLED {
        let world = scripted(move |_, _| Reply::Answer(status, body.into()));
        let client = client(&world);
        let outcome = world.run(client.get_users(range(1, 2500), none(), |_| ()));
        let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(
            (error.kind, error.retryable, error.status),
            (ErrorKind::Limit, true, Some(status))
        );
        let code = if body.contains("too_many") { "too_many" } else { "QUERY_LIMIT_EXCEEDED" };
        assert_eq!((&*error.code, error.retry_after_ms), (code, Some(1750.0)), "{status} {body}");
        assert_eq!((client.stats().splits, world.seen().len()), (0, 5), "{status} {body}");
    }
}

#[test]
fn a_request_with_an_unknown_error_page_is_not_retried() {
    let late_words = format!("<html>{}Too many requests", " ".repeat(5000));
    for body in ["<html><body>Service unavailable</body></html>", "", &late_words] {
        let (world, outcome) = call_once(Reply::Answer(503, body.into()));
        let error = outcome.unwrap_err();
        assert_eq!((&*error.code, error.kind), ("BAD_RESPONSE", ErrorKind::Server));
        assert_eq!(world.seen().len(), 1);
    }
    // Words of a portal's users are no refusal.
    let (_, outcome) =
        call_once(Reply::Answer(503, r#"{"result":{"name":"Too many requests"}}"#.into()));
    outcome.unwrap();
}

#[test]
fn limit_names_are_found_across_chunks() {
    let pieces = b"<html>QUERY_LIMIT_EXCEEDED".chunks(3).map(<[u8]>::to_vec).collect();
    let (world, outcome) = call_once(Reply::Pieces(503, pieces, Ok(())));
    outcome.unwrap();
    assert_eq!(world.seen().len(), 2);
}

/// A front end that lets no request through that asks for more ids.
fn behind_a_firewall(most: usize, body: &'static str) -> VirtualHost {
    let portal = StubPortal::new(people, 0.1);
    scripted(move |seen, now| {
        if seen.ids().len() > most {
            Reply::Answer(413, body.into())
        } else {
            portal.answer(seen, now)
        }
    })
}

#[test]
fn a_request_that_is_too_large_is_split_and_the_size_is_learned() {
    for body in ["<html>413", r#"{"error":"REQUEST_TOO_LARGE","error_description":"x"}"#] {
        for most in [2000, 1000, 60, 20, 1] {
            let world = behind_a_firewall(most, body);
            let client = client(&world);
            let refused = || {
                let is_413 = |what: &ClientEventKind| {
                    matches!(what, ClientEventKind::Response { status: Some(413), .. })
                };
                world.events().iter().filter(|event| is_413(&event.kind)).count()
            };
            let list = world.run(client.get_users(range(1, 300), none(), |_| ())).unwrap();
            assert_eq!(list.users.len(), 300);
            let list = world.run(client.get_users(range(1001, 3500), none(), |_| ())).unwrap();
            assert_eq!(list.users.len(), 2500);
            let first = refused();
            assert!(first <= 12, "{first} refusals of more than {most}");
            let list = world.run(client.get_users(range(4001, 6500), none(), |_| ())).unwrap();
            assert_eq!((list.users.len(), refused()), (2500, first), "more than {most}");
        }
    }
}

#[test]
fn no_size_is_learned_if_single_ids_are_rejected_too() {
    let (portal, refuses) = (StubPortal::new(people, 0.1), std::rc::Rc::new(Cell::new(true)));
    let is_refused = refuses.clone();
    let world = scripted(move |seen, now| {
        if is_refused.get() {
            Reply::Answer(413, "<html>".into())
        } else {
            portal.answer(seen, now)
        }
    });
    let client = client(&world);
    for ids in [300, 1] {
        world.run(client.get_users(range(1, ids), none(), |_| ())).unwrap_err();
    }
    refuses.set(false);
    let before = world.seen().len();
    world.run(client.get_users(range(1, 2500), none(), |_| ())).unwrap();
    assert_eq!(world.seen().len(), before + 1);
}

#[test]
fn a_request_for_one_id_that_is_too_large_is_not_retried() {
    let world = behind_a_firewall(0, "<html>413");
    let options = ClientOptions { retries: Some(4), ..ClientOptions::default() };
    let client = Client::new(world.clone(), Auth::Token(token("t")), options);
    let error = world.run(client.load_user(one(4), none())).unwrap_err();
    assert_eq!((&*error.code, error.status, world.seen().len()), ("BAD_RESPONSE", Some(413), 1));
    assert!(world.now_ms() > 0.0);
}
