//! The operating-time limit of methods.

use std::cell::Cell;

use b24_users::client::{CallOptions, Client, ClientOptions, GetUsersError};

use b24_users::client::Command;
use b24_users::error::{Error, ErrorKind};
use b24_users::ids::IdInput;
use futures_util::future::{LocalBoxFuture, join_all};
use serde_json::{Value, json};

use crate::helpers::{client, default_options, scripted, user_id, user_ids};
use crate::stub_portal::{StubError, StubPortal, default_users};
use crate::virtual_host::{RecordedRequest, Reply, START_MS, Server, VirtualHost, token};

const MINUTE: f64 = 60_000.0;

fn refusal(time: &Value) -> Reply {
    let body = json!({
        "error": "OPERATION_TIME_LIMIT",
        "error_description": "Method is blocked due to operation time limit.",
        "time": time,
    });
    Reply::Response(429, body.to_string().into())
}

/// A portal that refuses all requests for `ms`, without the time of the reset.
fn refusing_for(ms: f64) -> VirtualHost {
    let portal = StubPortal::new(default_users, 0.1);
    scripted(
        move |request, now| {
            if now - START_MS < ms { refusal(&Value::Null) } else { portal.respond(request, now) }
        },
    )
}

fn minutes(host: &VirtualHost) -> f64 {
    host.elapsed_ms() / MINUTE
}

fn command(method: &str) -> Command {
    Command { name: method.into(), method: method.into(), params: Vec::new() }
}

/// A call of every kind without a deadline, and its error.
fn calls(client: &Client<VirtualHost>) -> Vec<LocalBoxFuture<'_, Option<Error>>> {
    let into_error = |error: GetUsersError| match error {
        GetUsersError::Failed(error) => error,
        GetUsersError::Incomplete(incomplete) => incomplete.error,
    };
    let options = CallOptions { deadline_ms: Some(1e9), ..CallOptions::default() };
    let chat = IdInput::Number(12.0);
    vec![
        Box::pin(async move {
            client.get_users(user_ids(1, 4), default_options(), |_| ()).await.err().map(into_error)
        }),
        Box::pin(async move {
            client
                .get_users(user_ids(1, 400), default_options(), |_| ())
                .await
                .err()
                .map(into_error)
        }),
        Box::pin(async move {
            let stream =
                client.stream_users(user_ids(501, 600), default_options(), |_| ()).unwrap();
            loop {
                match stream.next().await {
                    Ok(part) => part.map(drop)?,
                    Err(error) => return Some(into_error(error)),
                }
            }
        }),
        Box::pin(async move { client.call("user.current", &[], options).await.err() }),
        Box::pin(async move {
            client.batch(&[command("app.info"), command("user.current")], options).await.err()
        }),
        Box::pin(async move { client.list_user_ids(&[], None).unwrap().next().await.err() }),
        Box::pin(async move {
            client.get_chat_users(&chat, default_options(), |_| ()).await.err().map(into_error)
        }),
    ]
}

// spec: error.OPERATION_TIME_LIMIT
#[test]
fn refusals_are_retried_every_minute_and_do_not_count_as_retries() {
    for retries in [None, Some(0)] {
        let host = refusing_for(8.5 * MINUTE);
        let options = ClientOptions { retries, ..ClientOptions::default() };
        let client = Client::new(host.clone(), b24_users::auth::Auth::Token(token("t")), options);
        let list = host.run(client.get_users([user_id(4)], default_options(), |_| ())).unwrap();
        assert_eq!((list.users.len(), host.requests().len()), (1, 10));
        assert!((9.0..9.1).contains(&minutes(&host)), "{} minutes", minutes(&host));
    }
}

#[test]
fn every_kind_of_call_ends_ten_minutes_after_the_first_refusal() {
    for number in 0..7 {
        let host = refusing_for(f64::INFINITY);
        let error = host.run(calls(&client(&host)).remove(number)).expect("an error");
        assert_eq!(
            (&*error.code, error.kind),
            ("OPERATION_TIME_LIMIT", ErrorKind::Limit),
            "{number}"
        );
        assert_eq!((error.status, error.retryable), (Some(429), true), "{number}: {error:?}");
        assert!((10.0..10.5).contains(&minutes(&host)), "{number}: {} minutes", minutes(&host));
        assert!(host.requests().len() <= 12, "{number}: {} requests", host.requests().len());
    }
}

#[test]
fn a_clock_set_back_does_not_prolong_the_wait() {
    let host = refusing_for(f64::INFINITY);
    let client = client(&host);
    let back = async {
        host.sleep_ms(MINUTE / 2.0).await;
        host.set_back(24.0 * 60.0 * MINUTE);
    };
    let call = client.get_users(user_ids(1, 4), default_options(), |_| ());
    let (outcome, ()) = host.run(futures_util::future::join(call, back));
    assert!(outcome.is_err() && minutes(&host) < 15.0, "{} minutes", minutes(&host));
}

#[test]
fn calls_waiting_for_the_same_method_end_together() {
    let host = refusing_for(f64::INFINITY);
    let client = client(&host);
    let calls = (1..=30).map(|id| client.get_users([user_id(id)], default_options(), |_| ()));
    for outcome in host.run(join_all(calls)) {
        assert!(
            matches!(outcome, Err(GetUsersError::Failed(error)) if error.code == "OPERATION_TIME_LIMIT")
        );
    }
    assert!((10.0..11.5).contains(&minutes(&host)), "{} minutes", minutes(&host));
    assert!(host.requests().len() < 60, "{} requests", host.requests().len());
}

#[test]
fn a_later_call_has_its_own_ten_minutes() {
    let host = refusing_for(19.0 * MINUTE);
    let client = client(&host);
    host.run(client.get_users([user_id(4)], default_options(), |_| ())).unwrap_err();
    host.run(host.sleep_ms(MINUTE));
    host.run(client.get_users([user_id(4)], default_options(), |_| ())).unwrap();
    assert!((19.0..20.1).contains(&minutes(&host)), "{} minutes", minutes(&host));
}

#[test]
fn the_reset_is_computed_from_the_times_of_the_response() {
    // The clock of the device is two hours off; the portal sends the reset before the refusal, or
    // with it.
    for off_s in [-7200.0, 7200.0] {
        for is_known_before in [true, false] {
            let sent = Cell::new(0);
            let host = scripted(move |request, now| {
                let finish = now / 1000.0 + off_s;
                let reset = START_MS / 1000.0 + off_s + 300.0;
                let time =
                    json!({ "finish": finish, "operating": 10.0, "operating_reset_at": reset });
                sent.set(sent.get() + 1);
                match sent.get() {
                    1 if is_known_before => Reply::ok(
                        json!({ "result": { request.ids()[0].to_string(): null }, "time": time })
                            .to_string(),
                    ),
                    1 => refusal(&time),
                    2 if is_known_before => refusal(&Value::Null),
                    _ => Reply::ok(json!({ "result": [] }).to_string()),
                }
            });
            let client = client(&host);
            host.run(client.get_users([user_id(4)], default_options(), |_| ())).unwrap();
            host.run(client.get_users([user_id(5)], default_options(), |_| ())).unwrap();
            assert!((5.0..5.1).contains(&minutes(&host)), "{} minutes, {off_s}", minutes(&host));
        }
    }
}

#[test]
fn refused_commands_of_a_batch_are_retried_for_ten_minutes() {
    // No other user fails, and the refused users are returned if the limit ends in time.
    for (ends_ms, failed) in [(8.5 * MINUTE, 0), (f64::INFINITY, 100)] {
        let now_ms = std::rc::Rc::new(Cell::new(START_MS));
        let clock = now_ms.clone();
        let portal = StubPortal::new(
            move |ids| {
                let is_refused = ids[0] > 100 && clock.get() - START_MS < ends_ms;
                if is_refused {
                    Err(StubError::Code("OPERATION_TIME_LIMIT"))
                } else {
                    default_users(ids)
                }
            },
            0.1,
        );
        let host = scripted(move |request, now| {
            now_ms.set(now);
            portal.respond(request, now)
        });
        let options =
            b24_users::client::GetUsersOptions { partial: Some(true), ..default_options() };
        let list = host.run(client(&host).get_users(user_ids(1, 200), options, |_| ())).unwrap();
        let unfetched: usize = list.failed.iter().map(|failure| failure.ids.len()).sum();
        assert_eq!((list.users.len(), unfetched), (200 - failed, failed));
        assert!((8.5..10.5).contains(&minutes(&host)), "{} minutes", minutes(&host));
    }
}

/// A portal that refuses one method within batches for five minutes.
fn refusing_in_batches(request: &RecordedRequest, now: f64) -> Reply {
    let mut parts = json!({ "result": {}, "result_error": {} });
    for (name, command) in request.form.iter().filter(|(name, _)| name.starts_with("cmd")) {
        let name = name.trim_start_matches("cmd[").trim_end_matches(']');
        if command.starts_with("slow") && now - START_MS < 5.0 * MINUTE {
            parts["result_error"][name] =
                json!({ "error": "OPERATION_TIME_LIMIT", "error_description": "" });
        } else {
            parts["result"][name] = json!(true);
        }
    }
    Reply::ok(json!({ "result": parts }).to_string())
}

#[test]
fn refused_commands_do_not_delay_others() {
    let host = scripted(refusing_in_batches);
    let client = client(&host);
    let mut commands = vec![command("slow")];
    commands.extend((0..120).map(|_| command("quick")));
    let outcomes = host.run(client.batch(&commands, CallOptions::default())).unwrap();
    assert!(outcomes.iter().all(Result::is_ok));
    assert!((5.0..6.1).contains(&minutes(&host)), "{} minutes", minutes(&host));
    // With a deadline, only the refused command fails, immediately.
    let host = scripted(refusing_in_batches);
    let client = self::client(&host);
    let options = CallOptions { deadline_ms: Some(20_000.0), ..CallOptions::default() };
    let outcomes = host.run(client.batch(&commands, options)).unwrap();
    let failed: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
    assert_eq!((failed.len(), &*failed[0].code), (1, "OPERATION_TIME_LIMIT"));
    assert!(host.elapsed_ms() < 5000.0, "{} ms", host.elapsed_ms());
}
