//! Calls fail at once if no request can be sent before their deadline.

use b24_users::auth::Auth;
use b24_users::client::Command;
use b24_users::client::{
    CallOptions, Client, ClientOptions, GetUsersError, GetUsersOptions, Limits,
};
use b24_users::error::{Error, ErrorKind};
use b24_users::ids::IdInput;
use futures_util::future::{LocalBoxFuture, join, join_all};
use serde_json::json;

use crate::helpers::{default_options, scripted, user_id, user_ids};
use crate::stub_portal::{StubPortal, default_users};
use crate::virtual_host::{Reply, START_MS, Server, VirtualHost, token};

fn within(deadline_ms: f64) -> GetUsersOptions {
    GetUsersOptions { deadline_ms: Some(deadline_ms), ..default_options() }
}

/// A client that sends one request immediately, and then one every ten seconds.
fn slow_client(host: &VirtualHost) -> Client<VirtualHost> {
    let limits = Limits { burst: Some(1.0), per_second: Some(0.1), ..Limits::default() };
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    Client::new(host.clone(), Auth::Token(token("t")), options)
}

fn into_error(error: GetUsersError) -> Error {
    match error {
        GetUsersError::Failed(error) => error,
        GetUsersError::Incomplete(incomplete) => incomplete.error,
    }
}

/// A call of every kind with that deadline, and its error.
fn calls(client: &Client<VirtualHost>, deadline_ms: f64) -> Vec<LocalBoxFuture<'_, Option<Error>>> {
    let options = CallOptions { deadline_ms: Some(deadline_ms), ..CallOptions::default() };
    let commands = [Command { name: "a".into(), method: "app.info".into(), params: Vec::new() }];
    let chat = || IdInput::Number(12.0);
    let users = within(deadline_ms);
    vec![
        Box::pin(async move {
            client.get_users(user_ids(1, 4), users, |_| ()).await.err().map(into_error)
        }),
        Box::pin(async move {
            client.get_users(user_ids(1, 5000), users, |_| ()).await.err().map(into_error)
        }),
        Box::pin(async move {
            client
                .stream_users(user_ids(1, 60), users, |_| ())
                .unwrap()
                .next()
                .await
                .err()
                .map(into_error)
        }),
        Box::pin(async move { client.load_user(user_id(4), users).await.err() }),
        Box::pin(async move { client.get_user(user_id(4), users).await.err() }),
        Box::pin(async move { client.get_status(users.deadline_ms).await.err() }),
        Box::pin(async move { client.call("app.info", &[], options).await.err() }),
        Box::pin(async move { client.batch(&commands, options).await.err() }),
        Box::pin(async move {
            client.list_user_ids(&[], users.deadline_ms).unwrap().next().await.err()
        }),
        Box::pin(async move { client.get_chat_user_ids(&chat(), users.deadline_ms).await.err() }),
        Box::pin(async move {
            client.get_chat_users(&chat(), users, |_| ()).await.err().map(into_error)
        }),
    ]
}

#[test]
fn every_kind_of_call_fails_at_once_if_the_bucket_is_full_until_its_deadline() {
    for number in 0..11 {
        let host = scripted(|_, _| Reply::ok(r#"{"result":true}"#));
        let client = slow_client(&host);
        host.run(client.call("app.info", &[], CallOptions::default())).unwrap();
        let error = host.run(calls(&client, 5000.0).remove(number)).expect("an error");
        assert_eq!(
            (&*error.code, error.kind),
            ("QUERY_LIMIT_EXCEEDED", ErrorKind::Limit),
            "{number}"
        );
        assert_eq!((error.status, error.retryable), (None, true), "{number}: {error:?}");
        assert!(
            error.retry_after_ms.is_some_and(|ms| (9000.0..=10_000.0).contains(&ms)),
            "{error:?}"
        );
        assert!(host.elapsed_ms() < 1.0 && host.requests().len() == 1, "{number}");
        assert_eq!((host.timer_count(), host.in_flight()), (0, 0), "{number}");
        // With a later deadline it is sent.
        host.run(calls(&client, 15_000.0).remove(number));
        assert!(host.requests().len() >= 2, "{number}");
    }
}

#[test]
fn no_request_is_sent_if_no_time_is_left_before_the_deadline() {
    for deadline_ms in [0.0, -0.0, -1.0, -1e300] {
        for number in 0..11 {
            let host = scripted(|_, _| Reply::ok(r#"{"result":true}"#));
            let client = crate::helpers::client(&host);
            let error = host.run(calls(&client, deadline_ms).remove(number)).expect("an error");
            assert_eq!(
                (&*error.code, error.kind, error.retryable),
                ("DEADLINE_EXCEEDED", ErrorKind::Timeout, true),
                "{number}: {error:?}"
            );
            assert_eq!((host.requests().len(), host.timer_count()), (0, 0), "{number}");
        }
    }
}

#[test]
fn without_time_left_the_cache_answers() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let client = crate::helpers::client(&host);
    let cached = || [user_id(4), user_id(5), user_id(900_000)];
    host.run(client.get_users(cached(), default_options(), |_| ())).unwrap();
    for deadline_ms in [0.0, -5.0] {
        let options = within(deadline_ms);
        let list = host.run(client.get_users(cached(), options, |_| ())).unwrap();
        let ids: Vec<_> = list.users.iter().map(|user| user.id.get()).collect();
        assert_eq!((ids, list.missing.len()), (vec![4, 5], 1));
        let empty = host.run(client.get_users([], options, |_| ())).unwrap();
        assert_eq!((empty.users.len(), empty.failed.len()), (0, 0));
        let user = host.run(client.load_user(user_id(4), options)).unwrap().unwrap();
        assert_eq!(user.id.get(), 4);
        let stream = client.stream_users(cached(), options, |_| ()).unwrap();
        let chunk = host.run(stream.next()).unwrap().unwrap();
        assert_eq!((chunk.users.len(), chunk.missing.len()), (2, 1));
        assert!(host.run(stream.next()).unwrap().is_none());

        let message = "No time is left (`deadlineMs`)";
        let error = host.run(client.load_user(user_id(6), options)).unwrap_err();
        assert_eq!((&*error.code, &*error.message), ("DEADLINE_EXCEEDED", message));
        let outcome = host.run(client.get_users([user_id(4), user_id(6)], options, |_| ()));
        let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
        let failed = &incomplete.list.failed[0];
        assert_eq!((incomplete.list.users.len(), &*failed.error.code), (1, "DEADLINE_EXCEEDED"));
        assert_eq!(failed.error.message, format!("{message}: 1 of 2 users had arrived"));
        // Nothing is young enough.
        let fresh = GetUsersOptions { fresh: Some(true), ..options };
        let outcome = host.run(client.get_users([user_id(4)], fresh, |_| ()));
        assert_eq!(outcome.err().map(into_error).unwrap().code, "DEADLINE_EXCEEDED");
        assert!(host.run(client.load_user(user_id(4), fresh)).is_err());
    }
    assert_eq!((host.requests().len(), host.timer_count()), (1, 0));
}

#[test]
fn a_limit_error_keeps_the_portals_message() {
    for (status, code, retry_after_ms) in
        [(503, "QUERY_LIMIT_EXCEEDED", 1750.0), (429, "OPERATION_TIME_LIMIT", 60_000.0)]
    {
        for number in 0..11 {
            let body = json!({ "error": code, "error_description": "Words" }).to_string();
            let host =
                scripted(move |_, _| Reply::Response(status, body.clone().into()).after(100.0));
            let client = crate::helpers::client(&host);
            let error = host.run(calls(&client, 1000.0).remove(number)).expect("an error");
            assert_eq!((&*error.code, &*error.message), (code, "Words"), "{number}: {error:?}");
            assert_eq!((error.status, error.kind), (Some(status), ErrorKind::Limit), "{number}");
            assert_eq!(error.retry_after_ms, Some(retry_after_ms), "{number}: {error:?}");
            let sent = if [1, 2].contains(&number) { 2 } else { 1 };
            assert!(host.elapsed_ms() < 101.0 && host.requests().len() == sent, "{number}");
        }
    }
}

#[test]
fn a_wait_for_the_bucket_ends_with_the_last_throttling_error() {
    let host = scripted(|_, _| {
        let body = r#"{"error":"TOO_MANY","error_description":"Words"}"#;
        Reply::Response(429, body.into()).after(100.0)
    });
    let client = slow_client(&host);
    let call = |deadline_ms| {
        let options = CallOptions { deadline_ms: Some(deadline_ms), ..CallOptions::default() };
        client.call("app.info", &[], options)
    };
    let (refused, _) = host.run(join(call(15_000.0), async {
        // Queues before the retry of the other call, and so takes the bucket's next capacity.
        host.sleep_ms(200.0).await;
        call(12_000.0).await
    }));
    let error = refused.unwrap_err();
    assert_eq!((&*error.code, &*error.message, error.status), ("TOO_MANY", "Words", Some(429)));
    assert!(error.retry_after_ms.is_some_and(|ms| ms > 15_000.0), "{error:?}");
}

#[test]
fn a_backoff_beyond_the_deadline_ends_the_call_at_once() {
    let host = scripted(|_, _| {
        Reply::Response(500, r#"{"error":"INTERNAL_SERVER_ERROR"}"#.into()).after(100.0)
    });
    let error = into_error(
        host.run(crate::helpers::client(&host).get_users([user_id(4)], within(101.0), |_| ()))
            .unwrap_err(),
    );
    assert_eq!(
        (&*error.code, error.status, error.retry_after_ms),
        ("INTERNAL_SERVER_ERROR", Some(500), None)
    );
    assert!(host.elapsed_ms() < 101.0);
}

#[test]
fn requests_in_flight_are_awaited_until_the_deadline() {
    let portal = StubPortal::new(default_users, 1.0);
    let host = scripted(move |request, now| portal.respond(request, now).after(2000.0));
    let client = slow_client(&host);
    // The second request of these cannot be sent in time.
    let error = host.run(client.get_users(user_ids(1, 5000), within(9000.0), |_| ())).unwrap_err();
    let GetUsersError::Incomplete(incomplete) = error else { panic!("{error:?}") };
    assert_eq!((incomplete.list.users.len(), incomplete.list.failed[0].ids.len()), (2500, 2500));
    let failed = &incomplete.list.failed[0].error;
    assert_eq!((&*failed.code, failed.status), ("QUERY_LIMIT_EXCEEDED", None));
    assert_eq!(incomplete.error.retry_after_ms, failed.retry_after_ms);
    assert!(incomplete.error.retry_after_ms.is_some() && incomplete.error.kind == ErrorKind::Limit);
    assert!(host.elapsed_ms() < 5000.0, "{} ms", host.elapsed_ms());
}

#[test]
fn a_deadline_does_not_cancel_a_shared_lookup() {
    let portal = StubPortal::new(default_users, 1.0);
    let refusals = std::cell::Cell::new(1);
    let host = scripted(move |request, now| match refusals.replace(0) {
        0 => portal.respond(request, now),
        _ => Reply::Response(429, br#"{"error":"OPERATION_TIME_LIMIT"}"#.into()).after(100.0),
    });
    let client = crate::helpers::client(&host);
    let in_time = |options: GetUsersOptions| {
        let (host, client) = (&host, &client);
        async move {
            let outcome = client.load_user(user_id(4), options).await;
            (
                outcome.map_err(|error| error.code.clone()).map(|user| user.is_some()),
                host.elapsed_ms().floor(),
            )
        }
    };
    let users = async {
        let outcome = client.get_users([user_id(4)], within(30_000.0), |_| ()).await;
        (into_error(outcome.unwrap_err()).code.clone(), host.elapsed_ms().floor())
    };
    let loads =
        join_all([in_time(within(500.0)), in_time(within(90_000.0)), in_time(default_options())]);
    let (loads, users) = host.run(join(loads, users));
    let refused = "OPERATION_TIME_LIMIT".to_owned();
    assert_eq!((loads[0].clone(), users), ((Err(refused.clone()), 100.0), (refused, 100.0)));
    assert_eq!((&loads[1].0, &loads[2].0), (&Ok(true), &Ok(true)));
    assert!((60_000.0..61_000.0).contains(&loads[1].1), "{loads:?}");
}

#[test]
fn queued_requests_that_cannot_be_sent_in_time_fail_at_once() {
    let host = scripted(|_, _| Reply::ok(r#"{"result":true}"#).after(50.0));
    let client = crate::helpers::client(&host);
    let timed = |deadline_ms: f64| {
        let (host, client) = (&host, &client);
        let options = CallOptions { deadline_ms: Some(deadline_ms), ..CallOptions::default() };
        async move {
            let outcome = client.call("app.info", &[], options).await;
            (outcome.map(drop).map_err(|error| error.code.clone()), host.elapsed_ms())
        }
    };
    // 47 immediately, and two per second.
    let outcomes = host.run(join_all((0..200).map(|_| timed(10_000.0))));
    let (sent, refused): (Vec<_>, Vec<_>) =
        outcomes.into_iter().partition(|(outcome, _)| outcome.is_ok());
    assert!((64..=67).contains(&sent.len()), "{} sent", sent.len());
    assert_eq!(host.requests().len(), sent.len());
    for (outcome, ms) in refused {
        assert_eq!(outcome.unwrap_err(), "QUERY_LIMIT_EXCEEDED");
        assert!(ms < 3000.0, "{ms} ms");
    }
}

#[test]
fn the_queue_advances_when_calls_end_early() {
    let host = scripted(|_, _| Reply::ok(r#"{"result":true}"#).after(50.0));
    let client = slow_client(&host);
    let call = |deadline_ms: f64| {
        let options = CallOptions { deadline_ms: Some(deadline_ms), ..CallOptions::default() };
        client.call("app.info", &[], options)
    };
    let leaving = [call(1e9), call(5000.0), call(5000.0), call(5000.0), call(15_000.0)];
    let outcomes = host.run(join_all(leaving));
    let sent: Vec<_> = outcomes.iter().map(Result::is_ok).collect();
    assert_eq!((sent, host.requests().len()), (vec![true, false, false, false, true], 2));
}

#[test]
fn a_clock_set_back_ends_no_call() {
    let host = scripted(|_, _| Reply::ok(r#"{"result":true}"#));
    let client = slow_client(&host);
    host.run(client.call("app.info", &[], CallOptions::default())).unwrap();
    let back = async {
        host.sleep_ms(2000.0).await;
        host.set_back(3_600_000.0);
    };
    let options = CallOptions { deadline_ms: Some(60_000.0), ..CallOptions::default() };
    let (outcome, ()) = host.run(join(client.call("app.info", &[], options), back));
    outcome.unwrap();
    assert!(START_MS > 0.0 && host.requests().len() == 2);
}

#[test]
fn a_clock_set_back_fails_no_call_queued_afterwards() {
    let host = scripted(|_, _| Reply::ok(r#"{"result":true}"#).after(500.0));
    let limits = Limits { concurrency: Some(1), ..Limits::default() };
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let options = CallOptions { deadline_ms: Some(60_000.0), ..CallOptions::default() };
    let call = || client.call("app.info", &[], options);
    let later = async {
        host.sleep_ms(100.0).await;
        host.set_back(3_600_000.0);
        join_all((0..4).map(|_| call())).await
    };
    let (first, others) = host.run(join(call(), later));
    for outcome in others.into_iter().chain([first]) {
        outcome.unwrap();
    }
}

#[test]
fn a_slowly_consumed_list_sends_nothing_after_the_deadline() {
    let portal = crate::fake_server::FakeServer::new(6000);
    let (server, latest) = (portal.clone(), std::rc::Rc::new(std::cell::Cell::new(0.0)));
    let sent = latest.clone();
    let host = scripted(move |request, now| {
        sent.set(now - START_MS);
        server.respond(request, now)
    });
    let client = portal.client(&host, Limits::default());
    let ids = client.list_user_ids(&[], Some(20_000.0)).unwrap();
    let error = host.run(async {
        loop {
            match ids.next().await {
                Ok(page) => drop(page.expect("an error before the end")),
                Err(error) => return error,
            }
            host.sleep_ms(15_000.0).await;
        }
    });
    assert_eq!(error.code, "DEADLINE_EXCEEDED");
    assert!(latest.get() < 20_000.0, "{} ms", latest.get());
}

/// Replaces some replies by faults, selected by the number.
fn fault_by_number(number: u64, reply: Reply) -> Reply {
    let error_response = |status, code: &str| {
        Reply::Response(
            status,
            json!({ "error": code, "error_description": "" }).to_string().into(),
        )
    };
    match number % 8 {
        0 => error_response(503, "QUERY_LIMIT_EXCEEDED"),
        1 => error_response(429, "OPERATION_TIME_LIMIT"),
        2 => error_response(500, "INTERNAL_SERVER_ERROR"),
        3 => Reply::Hang,
        4 => Reply::Response(413, "<html>".into()),
        _ => reply,
    }
    .after((number / 8 % 3000) as f64)
}

#[test]
fn no_request_is_sent_after_the_deadline() {
    for seed in 0..100 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let deadline_ms = f64::from(rng.u32(1..20_000));
        let latest = std::rc::Rc::new(std::cell::Cell::new(0.0));
        let (sent, portal) = (latest.clone(), StubPortal::new(default_users, 1.0));
        let numbers = std::cell::RefCell::new(rng.fork());
        let host = scripted(move |request, now| {
            sent.set(now - START_MS);
            let is_for_users = request.form.iter().any(|(name, value)| {
                request.url.ends_with("im.user.list.get")
                    || name == "cmd[c0]" && value.starts_with("im.user.list.get")
            });
            let reply = if is_for_users {
                portal.respond(request, now)
            } else {
                Reply::ok(r#"{"result":[1]}"#)
            };
            fault_by_number(numbers.borrow_mut().u64(..), reply)
        });
        let limits = Limits {
            burst: Some(f64::from(rng.u32(1..60))),
            // The intervals are integral milliseconds, as on real clocks.
            per_second: rng.choice([0.1, 0.5, 1.0, 2.0, 4.0]),
            ..Limits::default()
        };
        let options = ClientOptions {
            limits: Some(limits),
            request_timeout_ms: Some(4000.0),
            ..ClientOptions::default()
        };
        let client = Client::new(host.clone(), Auth::Token(token("t")), options);
        let all = calls(&client, deadline_ms).into_iter().chain(calls(&client, deadline_ms));
        host.run(join_all(all));
        assert!(latest.get() <= deadline_ms, "seed {seed}: {} of {deadline_ms}", latest.get());
        assert!(host.elapsed_ms() < deadline_ms + 1.0, "seed {seed}: {}", host.elapsed_ms());
        assert_eq!((host.timer_count(), host.in_flight()), (0, 0), "seed {seed}");
    }
}

#[test]
fn nothing_is_sent_if_the_deadline_passes_before_the_lookup_starts() {
    let portal = StubPortal::new(default_users, 0.1);
    let host = scripted(move |request, now| portal.respond(request, now));
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    host.run(client.get_users(user_ids(1, 4), default_options(), |_| ())).unwrap();
    let busy = host.clone();
    // A slow listener: it is called for the cached users first.
    let on_progress = move |_| busy.set_back(-5000.0);
    let outcome = host.run(client.get_users(user_ids(1, 8), within(1000.0), on_progress));
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else {
        panic!("four users are cached")
    };
    let list = incomplete.list;
    assert_eq!((list.users.len(), list.failed[0].ids.len(), host.requests().len()), (4, 4, 1));
}

#[test]
fn the_error_names_the_deadline_and_the_progress() {
    let hanging = || VirtualHost::new(|_| Reply::Hang);
    let client = |host: &VirtualHost, deadline_ms| {
        let options = ClientOptions { deadline_ms, ..ClientOptions::default() };
        Client::new(host.clone(), Auth::Token(token("t")), options)
    };
    let ids = || (1..=12).map(|id| IdInput::Number(f64::from(id)));
    let get = |call_ms, client_ms, elapsed_ms| {
        let host = hanging();
        let options =
            GetUsersOptions { deadline_ms: call_ms, elapsed_ms, ..GetUsersOptions::default() };
        let outcome = host.run(client(&host, client_ms).get_users(ids(), options, |_| ()));
        let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
        (error.message.clone(), host.elapsed_ms())
    };
    let none_of_12 = ": 0 of 12 users had arrived";
    for (call_ms, client_ms, elapsed_ms, message, ended_after_ms) in [
        (Some(500.0), None, 0.0, "Not finished within 500 ms (`deadlineMs`)", 500.0),
        (Some(500.0), Some(900.0), 100.0, "Not finished within 500 ms (`deadlineMs`)", 400.0),
        (None, Some(900.0), 0.0, "Not finished within 900 ms (the client's `deadlineMs`)", 900.0),
    ] {
        let expected = (message.to_owned() + none_of_12, ended_after_ms);
        assert_eq!(get(call_ms, client_ms, elapsed_ms), expected);
    }
    let host = hanging();
    let error = host.run(client(&host, Some(700.0)).get_status(None)).unwrap_err();
    assert_eq!(error.message, "Not finished within 700 ms (the client's `deadlineMs`)");
    let outcome = host.run(client(&host, None).load_user(
        IdInput::Number(4.0),
        GetUsersOptions { deadline_ms: Some(700.0), ..GetUsersOptions::default() },
    ));
    assert_eq!(outcome.unwrap_err().message, "Not finished within 700 ms (`deadlineMs`)");
}

#[test]
fn the_progress_counts_the_users_that_had_arrived() {
    let host = VirtualHost::new(|request| {
        if request.ids().contains(&3) { Reply::Hang } else { Reply::ok(r#"{"result":[]}"#) }
    });
    let limits = Limits { ids_per_call: Some(2), ..Limits::default() };
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let ids =
        |ids: &[u32]| ids.iter().map(|&id| IdInput::Number(f64::from(id))).collect::<Vec<_>>();
    host.run(client.get_users(ids(&[1, 2]), GetUsersOptions::default(), |_| ())).unwrap();
    let options = GetUsersOptions { deadline_ms: Some(500.0), ..GetUsersOptions::default() };
    let outcome = host.run(client.get_users(ids(&[1, 2, 3]), options, |_| ()));
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
    let message = "Not finished within 500 ms (`deadlineMs`): 2 of 3 users had arrived";
    assert_eq!(incomplete.list.failed[0].error.message, message);
}
