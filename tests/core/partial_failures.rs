//! Failures during splits, batches, streams and shared lookups.

use std::cell::Cell;

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use b24_users::error::{Cause, ErrorKind};
use b24_users::ids::IdInput;
use b24_users::model::{ClientEventKind, UserList, WaitReason};
use b24_users::time::Clock;
use b24_users::transport::TransportError;
use futures_util::FutureExt;
use futures_util::future::{join, join_all};
use serde_json::json;

use crate::stub_portal::{StubPortal, people};
use crate::virtual_host::{Answers, Reply, Scripted, Seen, VirtualHost, token};

fn scripted(answer: impl Fn(&Seen, f64) -> Reply + 'static) -> VirtualHost {
    VirtualHost::around(Scripted(answer))
}

fn client(world: &VirtualHost) -> Client<VirtualHost> {
    Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default())
}

fn up_to(count: u32) -> impl Iterator<Item = IdInput> {
    (1..=count).map(|id| IdInput::Number(f64::from(id)))
}

fn one(id: u32) -> IdInput {
    IdInput::Number(f64::from(id))
}

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
    Reply::Answer(status, "<html>".into())
}

#[test]
fn batches_are_not_split_after_the_portal_goes_down() {
    let (portal, answered) = (StubPortal::new(people, 2.0), Cell::new(0));
    let world = scripted(move |seen, now| {
        answered.set(answered.get() + 1);
        if answered.get() == 1 { portal.answer(seen, now) } else { page(502).after(900.0) }
    });
    let list = world.run(client(&world).get_users(up_to(10_000), partial(), |_| ())).unwrap();
    assert_eq!((list.users.len(), failed(&list).len()), (2500, 7500));
    assert!(world.seen().len() < 100, "{} requests", world.seen().len());
}

#[test]
fn invalid_responses_are_not_split_endlessly() {
    for body in [r#"{"result":{"1":{"id":900001}}}"#, r#"{"result":true}"#, r#"{"result":[]}x"#] {
        let world = scripted(move |_, _| Reply::ok(body).after(100.0));
        world.run(client(&world).get_users(up_to(2500), partial(), |_| ())).unwrap_err();
        assert!(world.seen().len() < 40, "{body}: {} requests", world.seen().len());
    }
}

#[test]
fn a_transient_failure_during_a_split_fails_no_other_user() {
    let network = || {
        Reply::Fail(TransportError::Network(Cause {
            name: "TypeError".into(),
            message: "x".into(),
        }))
    };
    let busy = || Reply::Answer(503, br#"{"error":"QUERY_LIMIT_EXCEEDED"}"#.into());
    let blocked = || Reply::Answer(429, br#"{"error":"OPERATION_TIME_LIMIT"}"#.into());
    for passing in [network, busy, blocked] {
        let portal =
            StubPortal::new(|ids| if ids.contains(&66) { Err("HTML") } else { people(ids) }, 2.0);
        let sent = Cell::new(0);
        let world = scripted(move |seen, now| {
            sent.set(sent.get() + 1);
            if sent.get() == 8 { passing() } else { portal.answer(seen, now) }
        });
        let list = world.run(client(&world).get_users(up_to(2500), partial(), |_| ())).unwrap();
        assert_eq!(failed(&list), [66]);
    }
}

#[test]
fn a_transient_error_of_one_command_is_retried() {
    for code in ["OPERATION_TIME_LIMIT", "QUERY_LIMIT_EXCEEDED", "CONNECTION_ERROR"] {
        let calls = Cell::new(0);
        let refusing = move |ids: &[u64]| {
            calls.set(calls.get() + 1);
            if calls.get() == 3 { Err(code) } else { people(ids) }
        };
        let world = VirtualHost::around(StubPortal::new(refusing, 2.0));
        let list = world.run(client(&world).get_users(up_to(20_000), partial(), |_| ())).unwrap();
        assert_eq!((list.users.len(), failed(&list).len()), (20_000, 0), "{code}");
    }
}

#[test]
fn a_hanging_record_fails_alone() {
    for concurrency in [1, 4] {
        let portal = StubPortal::new(people, 0.1);
        let world =
            scripted(
                move |seen, now| {
                    if seen.ids().contains(&66) { Reply::Hang } else { portal.answer(seen, now) }
                },
            );
        let limits = Limits { concurrency: Some(concurrency), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        let client = Client::new(world.clone(), Auth::Token(token("t")), options);
        let list = world.run(client.get_users(up_to(20_000), partial(), |_| ())).unwrap();
        assert_eq!(failed(&list), [66], "{concurrency} at once");
    }
}

#[test]
fn a_failed_load_does_not_stop_other_loads() {
    let portal = StubPortal::new(people, 2.0);
    let world = scripted(
        move |seen, now| if seen.ids() == [66] { Reply::Hang } else { portal.answer(seen, now) },
    );
    let options = ClientOptions { retries: Some(0), ..ClientOptions::default() };
    let client = Client::new(world.clone(), Auth::Token(token("t")), options);
    let many = async {
        world.sleep_ms(60_000.0).await;
        client.get_users(up_to(10_000), partial(), |_| ()).await.unwrap()
    };
    let (one, list) = world.run(join(client.load_user(one(66), GetUsersOptions::default()), many));
    assert_eq!((one.unwrap_err().code.as_str(), failed(&list)), ("REQUEST_TIMEOUT", vec![66]));
}

#[test]
fn received_users_of_a_request_are_kept_at_the_deadline() {
    let portal =
        StubPortal::new(|ids| if ids.contains(&66) { Err("ERROR_CORE") } else { people(ids) }, 1.0);
    let world = scripted(
        move |seen, now| if seen.is_batch() { portal.answer(seen, now) } else { Reply::Hang },
    );
    let options = GetUsersOptions { deadline_ms: Some(20_000.0), ..GetUsersOptions::default() };
    let outcome = world.run(client(&world).get_users(up_to(2500), options, |_| ()));
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((incomplete.list.users.len(), incomplete.error.ids.len()), (2450, 50));
}

#[test]
fn a_stream_does_not_wait_for_a_hanging_record() {
    let portal = StubPortal::new(
        |ids| if ids.contains(&2000) { Err("ERROR_CORE") } else { people(ids) },
        1.0,
    );
    let world = scripted(
        move |seen, now| if seen.ids() == [2000] { Reply::Hang } else { portal.answer(seen, now) },
    );
    let stream =
        client(&world).stream_users(up_to(2600), GetUsersOptions::default(), |_| ()).unwrap();
    let started = world.now_ms();
    let mut taken = 0;
    while taken < 2550 {
        taken += world.run(stream.next()).unwrap().unwrap().users.len();
    }
    assert!(world.now_ms() - started < 10_000.0, "after {} ms", world.now_ms() - started);
}

#[test]
fn a_stream_ends_at_its_deadline_and_reports_the_remaining_ids() {
    let portal = StubPortal::new(people, 1.0);
    let world = scripted(
        move |seen, now| if seen.is_batch() { Reply::Hang } else { portal.answer(seen, now) },
    );
    let options = GetUsersOptions { deadline_ms: Some(1000.0), ..GetUsersOptions::default() };
    let stream = client(&world).stream_users(up_to(500), options, |_| ()).unwrap();
    let started = world.now_ms();
    assert_eq!(world.run(stream.next()).unwrap().unwrap().users.len(), 50);
    let outcome = world.run(stream.next());
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((failed(&incomplete.list).len(), incomplete.error.kind), (450, ErrorKind::Timeout));
    assert!((world.now_ms() - started - 1000.0).abs() < 1.0);
}

#[test]
fn stopping_a_stream_wakes_its_consumer() {
    let world = scripted(|_, _| Reply::Hang);
    let stream =
        client(&world).stream_users(up_to(500), GetUsersOptions::default(), |_| ()).unwrap();
    let stopping = async {
        world.sleep_ms(10.0).await;
        stream.stop();
    };
    let (next, ()) = world.run(join(stream.next(), stopping));
    assert_eq!(next.unwrap(), None);
    world.run(world.tick());
    assert_eq!(world.timers(), 0);
}

#[test]
fn queued_requests_respect_cooldowns_of_earlier_responses() {
    let world = scripted(|seen, now| {
        let time = json!({ "duration": 1.0, "operating": 400.0, "operating_reset_at": now / 1000.0 + 300.0 });
        Reply::ok(
            json!({ "result": { seen.ids()[0].to_string(): null }, "time": time }).to_string(),
        )
        .after(1000.0)
    });
    let client = client(&world);
    let calls = (1..=20).map(|id| client.get_users([one(id)], GetUsersOptions::default(), |_| ()));
    world.run(join_all(calls));
    let rests = |event: &&b24_users::model::ClientEvent| {
        matches!(event.kind, ClientEventKind::Wait { reason: WaitReason::Operating, .. })
    };
    let before_rest = world.events().iter().take_while(|event| !rests(event)).count();
    let sent = |event: &&b24_users::model::ClientEvent| {
        matches!(event.kind, ClientEventKind::Request { .. })
    };
    assert!(world.events()[..before_rest].iter().filter(sent).count() <= 6);
    assert!(world.events().iter().filter(rests).count() > 0);
}

#[test]
fn invalidated_and_fresh_calls_do_not_join_older_lookups() {
    for options in [GetUsersOptions::default(), fresh()] {
        let version = Cell::new(0);
        let world = scripted(move |_, _| {
            version.set(version.get() + 1);
            let user = json!({ "id": 4, "name": format!("v{}", version.get()) });
            Reply::ok(json!({ "result": { "4": user } }).to_string()).after(1000.0)
        });
        let client = client(&world);
        let later = async {
            world.sleep_ms(500.0).await;
            if options.fresh.is_none() {
                client.invalidate(None);
            }
            client.load_user(one(4), options).await
        };
        let (_, second) =
            world.run(join(client.load_user(one(4), GetUsersOptions::default()), later));
        assert_eq!(second.unwrap().unwrap().name, "v2");
    }
}

#[test]
fn a_later_call_does_not_join_a_failed_lookup() {
    let portal = StubPortal::new(people, 0.0);
    let world = scripted(move |seen, now| {
        if seen.ids().contains(&66) { page(500) } else { portal.answer(seen, now).after(30_000.0) }
    });
    let client = client(&world);
    let later = async {
        world.sleep_ms(100_000.0).await;
        let before = world.seen().len();
        client.load_user(one(66), GetUsersOptions::default()).await.unwrap_err();
        world.seen().len() - before
    };
    let (_, asked) = world.run(join(client.get_users(up_to(500), partial(), |_| ()), later));
    assert!(asked > 0);
}

#[test]
fn an_abandoned_load_does_not_cancel_later_calls() {
    let portal = StubPortal::new(people, 0.0);
    let world = scripted(move |seen, now| portal.answer(seen, now).after(5000.0));
    let client = client(&world);
    world.run(async {
        assert!(client.load_user(one(5), GetUsersOptions::default()).now_or_never().is_none());
        let list = client.get_users([one(5)], GetUsersOptions::default(), |_| ());
        let load = |id, after| {
            let (world, client) = (&world, &client);
            async move {
                world.sleep_ms(after).await;
                client.load_user(one(id), GetUsersOptions::default()).await
            }
        };
        let (list, loads) = join(list, join(load(6, 10.0), load(5, 20.0))).await;
        assert!(list.is_ok() && loads.0.is_ok() && loads.1.is_ok());
    });
    assert_eq!(world.seen().iter().filter(|seen| seen.ids().contains(&5)).count(), 1);
}
