//! Events and counters of requests, retries and waits.

use std::cell::Cell;

use b24_users::client::CallOptions;
use b24_users::model::ClientEventKind;
use futures_util::future::join;

use crate::helpers::{client, default_options, scripted, user_id, user_ids};
use crate::stub_portal::{StubError, StubPortal, default_users};
use crate::virtual_host::{Reply, Server, VirtualHost};

#[test]
fn all_requests_of_a_chat_are_counted() {
    let count = Cell::new(0);
    let portal = StubPortal::new(default_users, 1.0);
    let host = scripted(move |request, now| {
        count.set(count.get() + 1);
        if request.form.get("halt").is_some_and(|halt| halt == "1") {
            return Reply::Response(500, "<html>".into());
        }
        if request.url.ends_with("im.chat.user.list") {
            return if count.get() <= 3 {
                Reply::Response(503, "<html>".into())
            } else {
                Reply::ok(r#"{"result":[4,5]}"#)
            };
        }
        portal.respond(request, now)
    });
    let client = client(&host);
    let reported = Cell::new(0);
    let list = host
        .run(client.get_chat_users(&user_id(12), default_options(), |p| reported.set(p.requests)))
        .unwrap();
    assert_eq!(
        (list.time.requests as usize, reported.get() as usize),
        (host.requests().len(), host.requests().len())
    );
}

#[test]
fn a_throttled_command_emits_a_retry_event() {
    let calls = Cell::new(0);
    let respond = move |ids: &[u64]| {
        calls.set(calls.get() + 1);
        if calls.get() == 3 {
            Err(StubError::Code("QUERY_LIMIT_EXCEEDED"))
        } else {
            default_users(ids)
        }
    };
    let host = VirtualHost::with_server(StubPortal::new(respond, 2.0));
    let client = client(&host);
    host.run(client.get_users(user_ids(1, 2500), default_options(), |_| ())).unwrap();
    assert_eq!((host.requests().len(), client.stats().retries), (2, 1));
    assert!(host.events().iter().any(|event| matches!(event.kind, ClientEventKind::Retry { .. })));
}

#[test]
fn times_are_never_negative() {
    let host = scripted(|_, _| Reply::ok(r#"{"result":true}"#).after(1000.0));
    let client = client(&host);
    host.run(join(client.call("a", &[], CallOptions::default()), async {
        host.sleep_ms(500.0).await;
        host.set_back(3_600_000.0);
    }))
    .0
    .unwrap();
    for event in host.events() {
        if let ClientEventKind::Response { after_ms, .. } = event.kind {
            assert!(after_ms >= 0.0, "{after_ms}");
        }
    }
}

#[test]
fn times_are_whole_milliseconds() {
    let count = Cell::new(0);
    let host = scripted(move |_, _| {
        count.set(count.get() + 1);
        if count.get() == 1 {
            Reply::Response(503, r#"{"error":"QUERY_LIMIT_EXCEEDED"}"#.into()).after(0.4)
        } else {
            Reply::ok(r#"{"result":true}"#).after(20.3)
        }
    });
    host.run(client(&host).call("a", &[], CallOptions::default())).unwrap();
    let mut kinds = [false; 3];
    for event in host.events() {
        let (kind, ms) = match event.kind {
            ClientEventKind::Response { after_ms, .. } => (0, after_ms),
            ClientEventKind::Retry { after_ms, .. } => (1, after_ms),
            ClientEventKind::Wait { ms, .. } => (2, ms),
            _ => continue,
        };
        kinds[kind] = true;
        assert!(ms.fract() == 0.0 && ms > 0.0, "{ms}");
    }
    assert_eq!(kinds, [true; 3]);
}

#[test]
fn codes_are_case_insensitive() {
    for code in ["QUERY_LIMIT_EXCEEDED", "query_limit_exceeded", "operation_time_limit"] {
        let count = Cell::new(0);
        let host = scripted(move |_, _| {
            count.set(count.get() + 1);
            if count.get() == 1 {
                Reply::Response(503, format!(r#"{{"error":"{code}"}}"#).into())
            } else {
                Reply::ok(r#"{"result":true}"#)
            }
        });
        let outcome = host.run(client(&host).call("task.add", &[], CallOptions::default()));
        assert!(outcome.is_ok(), "{outcome:?}");
    }
}

#[test]
fn throttled_commands_of_one_request_are_retried_together() {
    let calls = Cell::new(0);
    let respond = move |ids: &[u64]| {
        calls.set(calls.get() + 1);
        if calls.get() > 10 && calls.get() <= 50 {
            Err(StubError::Code("QUERY_LIMIT_EXCEEDED"))
        } else {
            default_users(ids)
        }
    };
    let host = VirtualHost::with_server(StubPortal::new(respond, 0.0));
    let client = client(&host);
    let list = host.run(client.get_users(user_ids(1, 2500), default_options(), |_| ())).unwrap();
    assert_eq!(list.users.len(), 2500);
    assert!(host.elapsed_ms() < 5000.0);
}
