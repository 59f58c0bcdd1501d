//! Failures during splits, batches, streams and shared lookups.

use std::cell::Cell;

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use b24_users::error::{Cause, ErrorKind};
use b24_users::model::{ClientEventKind, UserList, WaitReason};
use b24_users::time::Clock;
use b24_users::transport::TransportError;
use futures_util::FutureExt;
use futures_util::future::{join, join_all};
use serde_json::json;

use crate::helpers::{client, scripted, user_id, user_ids};
use crate::stub_portal::{StubError, StubPortal, default_users};
use crate::virtual_host::{Reply, Server, VirtualHost, token};

fn partial() -> GetUsersOptions {
    GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() }
}

fn fresh() -> GetUsersOptions {
    GetUsersOptions { fresh: Some(true), ..GetUsersOptions::default() }
}

fn failed(list: &UserList) -> Vec<u64> {
    list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get())).collect()
}

fn page(status: u16) -> Reply {
    Reply::Response(status, "<html>".into())
}

#[test]
fn batches_are_not_split_after_the_portal_goes_down() {
    let (portal, response_count) = (StubPortal::new(default_users, 2.0), Cell::new(0));
    let host = scripted(move |request, now| {
        response_count.set(response_count.get() + 1);
        if response_count.get() == 1 {
            portal.respond(request, now)
        } else {
            page(502).after(900.0)
        }
    });
    let list = host.run(client(&host).get_users(user_ids(1, 10_000), partial(), |_| ())).unwrap();
    assert_eq!((list.users.len(), failed(&list).len()), (2500, 7500));
    // Each batch: five attempts, splits down to one id, and two probes, sent twice.
    assert!(host.requests().len() <= 1 + 3 * 36, "{} requests", host.requests().len());
}

#[test]
fn invalid_responses_are_not_split_endlessly() {
    for body in [r#"{"result":{"1":{"id":900001}}}"#, r#"{"result":true}"#, r#"{"result":[]}x"#] {
        let host = scripted(move |_, _| Reply::ok(body).after(100.0));
        host.run(client(&host).get_users(user_ids(1, 2500), partial(), |_| ())).unwrap_err();
        assert!(host.requests().len() < 40, "{body}: {} requests", host.requests().len());
    }
}

#[test]
fn a_transient_failure_during_a_split_fails_no_other_user() {
    let network = || {
        Reply::Error(TransportError::Network(Cause {
            name: "TypeError".into(),
            message: "x".into(),
        }))
    };
    let busy = || Reply::Response(503, br#"{"error":"QUERY_LIMIT_EXCEEDED"}"#.into());
    let blocked = || Reply::Response(429, br#"{"error":"OPERATION_TIME_LIMIT"}"#.into());
    for transient in [network, busy, blocked] {
        let portal = StubPortal::new(
            |ids| if ids.contains(&66) { Err(StubError::Html) } else { default_users(ids) },
            2.0,
        );
        let sent = Cell::new(0);
        let host = scripted(move |request, now| {
            sent.set(sent.get() + 1);
            if sent.get() == 8 { transient() } else { portal.respond(request, now) }
        });
        let list = host.run(client(&host).get_users(user_ids(1, 2500), partial(), |_| ())).unwrap();
        assert_eq!(failed(&list), [66]);
    }
}

#[test]
fn a_transient_error_of_one_command_is_retried() {
    for code in ["OPERATION_TIME_LIMIT", "QUERY_LIMIT_EXCEEDED", "CONNECTION_ERROR"] {
        let calls = Cell::new(0);
        let respond = move |ids: &[u64]| {
            calls.set(calls.get() + 1);
            if calls.get() == 3 { Err(StubError::Code(code)) } else { default_users(ids) }
        };
        let host = VirtualHost::with_server(StubPortal::new(respond, 2.0));
        let list =
            host.run(client(&host).get_users(user_ids(1, 20_000), partial(), |_| ())).unwrap();
        assert_eq!((list.users.len(), failed(&list).len()), (20_000, 0), "{code}");
    }
}

#[test]
fn a_hanging_record_fails_alone() {
    for concurrency in [1, 4] {
        let portal = StubPortal::new(default_users, 0.1);
        let host = scripted(move |request, now| {
            if request.ids().contains(&66) { Reply::Hang } else { portal.respond(request, now) }
        });
        let limits = Limits { concurrency: Some(concurrency), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        let client = Client::new(host.clone(), Auth::Token(token("t")), options);
        let list = host.run(client.get_users(user_ids(1, 20_000), partial(), |_| ())).unwrap();
        assert_eq!(failed(&list), [66], "{concurrency} at once");
    }
}

#[test]
fn a_failed_load_does_not_stop_other_loads() {
    let portal = StubPortal::new(default_users, 2.0);
    let host =
        scripted(
            move |request, now| {
                if request.ids() == [66] { Reply::Hang } else { portal.respond(request, now) }
            },
        );
    let options = ClientOptions { retries: Some(0), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let many = async {
        host.sleep_ms(60_000.0).await;
        client.get_users(user_ids(1, 10_000), partial(), |_| ()).await.unwrap()
    };
    let (one, list) =
        host.run(join(client.load_user(user_id(66), GetUsersOptions::default()), many));
    assert_eq!((one.unwrap_err().code.as_str(), failed(&list)), ("REQUEST_TIMEOUT", vec![66]));
}

#[test]
fn received_users_of_a_request_are_kept_at_the_deadline() {
    let portal = StubPortal::new(
        |ids| {
            if ids.contains(&66) { Err(StubError::Code("ERROR_CORE")) } else { default_users(ids) }
        },
        1.0,
    );
    let host =
        scripted(
            move |request, now| {
                if request.is_batch() { portal.respond(request, now) } else { Reply::Hang }
            },
        );
    let options = GetUsersOptions { deadline_ms: Some(20_000.0), ..GetUsersOptions::default() };
    let outcome = host.run(client(&host).get_users(user_ids(1, 2500), options, |_| ()));
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((incomplete.list.users.len(), incomplete.error.ids.len()), (2450, 50));
}

#[test]
fn a_stream_does_not_wait_for_a_hanging_record() {
    let portal = StubPortal::new(
        |ids| {
            if ids.contains(&2000) {
                Err(StubError::Code("ERROR_CORE"))
            } else {
                default_users(ids)
            }
        },
        1.0,
    );
    let host =
        scripted(
            move |request, now| {
                if request.ids() == [2000] { Reply::Hang } else { portal.respond(request, now) }
            },
        );
    let stream =
        client(&host).stream_users(user_ids(1, 2600), GetUsersOptions::default(), |_| ()).unwrap();
    let started = host.now_ms();
    let mut received = 0;
    while received < 2550 {
        received += host.run(stream.next()).unwrap().unwrap().users.len();
    }
    assert!(host.now_ms() - started < 10_000.0, "after {} ms", host.now_ms() - started);
}

#[test]
fn a_stream_ends_at_its_deadline_and_reports_the_remaining_ids() {
    let portal = StubPortal::new(default_users, 1.0);
    let host =
        scripted(
            move |request, now| {
                if request.is_batch() { Reply::Hang } else { portal.respond(request, now) }
            },
        );
    let options = GetUsersOptions { deadline_ms: Some(1000.0), ..GetUsersOptions::default() };
    let stream = client(&host).stream_users(user_ids(1, 500), options, |_| ()).unwrap();
    let started = host.now_ms();
    assert_eq!(host.run(stream.next()).unwrap().unwrap().users.len(), 50);
    let outcome = host.run(stream.next());
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((failed(&incomplete.list).len(), incomplete.error.kind), (450, ErrorKind::Timeout));
    assert!((host.now_ms() - started - 1000.0).abs() < 1.0);
}

#[test]
fn stopping_a_stream_wakes_its_consumer() {
    let host = scripted(|_, _| Reply::Hang);
    let stream =
        client(&host).stream_users(user_ids(1, 500), GetUsersOptions::default(), |_| ()).unwrap();
    let stop = async {
        host.sleep_ms(10.0).await;
        stream.stop();
    };
    let (next, ()) = host.run(join(stream.next(), stop));
    assert_eq!(next.unwrap(), None);
    host.run(host.yield_to_ready_tasks());
    assert_eq!(host.timer_count(), 0);
}

#[test]
fn queued_requests_respect_cooldowns_of_earlier_responses() {
    let host = scripted(|request, now| {
        let time = json!({ "duration": 1.0, "operating": 400.0, "operating_reset_at": now / 1000.0 + 300.0 });
        Reply::ok(
            json!({ "result": { request.ids()[0].to_string(): null }, "time": time }).to_string(),
        )
        .after(1000.0)
    });
    let client = client(&host);
    let calls =
        (1..=20).map(|id| client.get_users([user_id(id)], GetUsersOptions::default(), |_| ()));
    host.run(join_all(calls));
    let is_cooldown = |event: &&b24_users::model::ClientEvent| {
        matches!(event.kind, ClientEventKind::Wait { reason: WaitReason::Operating, .. })
    };
    let before_cooldown = host.events().iter().take_while(|event| !is_cooldown(event)).count();
    let sent = |event: &&b24_users::model::ClientEvent| {
        matches!(event.kind, ClientEventKind::Request { .. })
    };
    assert!(host.events()[..before_cooldown].iter().filter(sent).count() <= 6);
    assert!(host.events().iter().filter(is_cooldown).count() > 0);
}

#[test]
fn invalidated_and_fresh_calls_do_not_join_older_lookups() {
    for options in [GetUsersOptions::default(), fresh()] {
        let version = Cell::new(0);
        let host = scripted(move |_, _| {
            version.set(version.get() + 1);
            let user = json!({ "id": 4, "name": format!("v{}", version.get()) });
            Reply::ok(json!({ "result": { "4": user } }).to_string()).after(1000.0)
        });
        let client = client(&host);
        let later = async {
            host.sleep_ms(500.0).await;
            if options.fresh.is_none() {
                client.invalidate(None);
            }
            client.load_user(user_id(4), options).await
        };
        let (_, second) =
            host.run(join(client.load_user(user_id(4), GetUsersOptions::default()), later));
        assert_eq!(second.unwrap().unwrap().name, "v2");
    }
}

#[test]
fn a_later_call_does_not_join_a_failed_lookup() {
    let portal = StubPortal::new(default_users, 0.0);
    let host = scripted(move |request, now| {
        if request.ids().contains(&66) {
            page(500)
        } else {
            portal.respond(request, now).after(30_000.0)
        }
    });
    let client = client(&host);
    let later = async {
        host.sleep_ms(100_000.0).await;
        let before = host.requests().len();
        client.load_user(user_id(66), GetUsersOptions::default()).await.unwrap_err();
        host.requests().len() - before
    };
    let (_, requested) =
        host.run(join(client.get_users(user_ids(1, 500), partial(), |_| ()), later));
    assert!(requested > 0);
}

#[test]
fn an_abandoned_load_does_not_cancel_later_calls() {
    let portal = StubPortal::new(default_users, 0.0);
    let host = scripted(move |request, now| portal.respond(request, now).after(5000.0));
    let client = client(&host);
    host.run(async {
        assert!(client.load_user(user_id(5), GetUsersOptions::default()).now_or_never().is_none());
        let list = client.get_users([user_id(5)], GetUsersOptions::default(), |_| ());
        let load = |id, after| {
            let (host, client) = (&host, &client);
            async move {
                host.sleep_ms(after).await;
                client.load_user(user_id(id), GetUsersOptions::default()).await
            }
        };
        let (list, loads) = join(list, join(load(6, 10.0), load(5, 20.0))).await;
        assert!(list.is_ok() && loads.0.is_ok() && loads.1.is_ok());
    });
    assert_eq!(host.requests().iter().filter(|request| request.ids().contains(&5)).count(), 1);
}
