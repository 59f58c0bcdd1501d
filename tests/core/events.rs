//! Events and counters of requests, retries and waits.

use std::cell::Cell;

use b24_users::client::CallOptions;
use b24_users::model::ClientEventKind;
use futures_util::future::join;

use crate::helpers::{client, none, one, range, scripted};
use crate::stub_portal::{StubPortal, people};
use crate::virtual_host::{Answers, Reply, VirtualHost};

#[test]
fn all_requests_of_a_chat_are_counted() {
    let count = Cell::new(0);
    let portal = StubPortal::new(people, 1.0);
    let world = scripted(move |seen, now| {
        count.set(count.get() + 1);
        if seen.form.get("halt").is_some_and(|halt| halt == "1") {
            return Reply::Answer(500, "<html>".into());
        }
        if seen.url.ends_with("im.chat.user.list") {
            return if count.get() <= 3 {
                Reply::Answer(503, "<html>".into())
            } else {
                Reply::ok(r#"{"result":[4,5]}"#)
            };
        }
        portal.answer(seen, now)
    });
    let client = client(&world);
    let told = Cell::new(0);
    let list =
        world.run(client.get_chat_users(&one(12), none(), |p| told.set(p.requests))).unwrap();
    assert_eq!(
        (list.time.requests as usize, told.get() as usize),
        (world.seen().len(), world.seen().len())
    );
}

#[test]
fn a_throttled_command_emits_a_retry_event() {
    let calls = Cell::new(0);
    let refusing = move |ids: &[u64]| {
        calls.set(calls.get() + 1);
        if calls.get() == 3 { Err("QUERY_LIMIT_EXCEEDED") } else { people(ids) }
    };
    let world = VirtualHost::around(StubPortal::new(refusing, 2.0));
    let client = client(&world);
    world.run(client.get_users(range(1, 2500), none(), |_| ())).unwrap();
    assert_eq!((world.seen().len(), client.stats().retries), (2, 1));
    assert!(world.events().iter().any(|event| matches!(event.kind, ClientEventKind::Retry { .. })));
}

#[test]
fn times_are_never_negative() {
    let world = scripted(|_, _| Reply::ok(r#"{"result":true}"#).after(1000.0));
    let client = client(&world);
    world
        .run(join(client.call("a", &[], CallOptions::default()), async {
            world.sleep_ms(500.0).await;
            world.set_back(3_600_000.0);
        }))
        .0
        .unwrap();
    for event in world.events() {
        if let ClientEventKind::Response { after_ms, .. } = event.kind {
            assert!(after_ms >= 0.0, "{after_ms}");
        }
    }
}

#[test]
fn codes_are_case_insensitive() {
    for code in ["QUERY_LIMIT_EXCEEDED", "query_limit_exceeded", "operation_time_limit"] {
        let count = Cell::new(0);
        let world = scripted(move |_, _| {
            count.set(count.get() + 1);
            if count.get() == 1 {
                Reply::Answer(503, format!(r#"{{"error":"{code}"}}"#).into())
            } else {
                Reply::ok(r#"{"result":true}"#)
            }
        });
        let outcome = world.run(client(&world).call("task.add", &[], CallOptions::default()));
        assert!(outcome.is_ok(), "{outcome:?}");
    }
}

#[test]
fn throttled_commands_of_one_request_are_retried_together() {
    let calls = Cell::new(0);
    let refusing = move |ids: &[u64]| {
        calls.set(calls.get() + 1);
        if calls.get() > 10 && calls.get() <= 50 {
            Err("QUERY_LIMIT_EXCEEDED")
        } else {
            people(ids)
        }
    };
    let world = VirtualHost::around(StubPortal::new(refusing, 0.0));
    let client = client(&world);
    let list = world.run(client.get_users(range(1, 2500), none(), |_| ())).unwrap();
    assert_eq!(list.users.len(), 2500);
    assert!(world.passed_ms() < 5000.0);
}
