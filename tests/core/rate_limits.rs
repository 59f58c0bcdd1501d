//! The rate limit: the client causes no throttling itself, and little when others share the bucket.

use b24_fake_portal::limits::Limits as PortalLimits;
use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersOptions, Limits};
use b24_users::ids::IdInput;
use b24_users::model::{ClientEventKind, WaitReason};
use futures_util::future::join_all;
use serde_json::json;

use crate::fake_server::FakeServer;
use crate::virtual_host::{Reply, VirtualHost, token};

fn client(host: &VirtualHost, limits: Limits) -> Client<VirtualHost> {
    let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
    Client::new(host.clone(), Auth::Token(token("t")), options)
}

/// A portal whose bucket was filled to that level by others.
fn portal_with_bucket_level(level: f64, per_second: f64) -> FakeServer {
    FakeServer::new(1000).with_limits(PortalLimits {
        burst: Some(50),
        per_second,
        filled: level,
        ..PortalLimits::default()
    })
}

/// Runs `each` concurrent calls of each client, with distinct ids.
fn distinct_calls(host: &VirtualHost, clients: &[Client<VirtualHost>], each: u32) {
    let calls = clients.iter().enumerate().flat_map(|(number, client)| {
        (1..=each).map(move |id| {
            let id = f64::from(u32::try_from(number).unwrap() * 1000 + id);
            client.get_users([IdInput::Number(id)], GetUsersOptions::default(), |_| ())
        })
    });
    for outcome in host.run(join_all(calls)) {
        outcome.unwrap();
    }
}

#[test]
fn a_burst_of_calls_is_not_throttled() {
    let portal = portal_with_bucket_level(0.0, 2.0);
    let host = VirtualHost::with_server(portal.clone());
    distinct_calls(&host, &[portal.client(&host, Limits::default())], 200);
    assert_eq!((host.requests().len(), portal.response_count(503)), (200, 0));
}

#[test]
fn only_requests_near_the_limit_wait_for_the_shared_store() {
    let duration = |calls, store_latency| {
        let portal = portal_with_bucket_level(0.0, 2.0);
        let host = VirtualHost::with_server(portal.clone());
        host.delay_updates(store_latency);
        let start = host.now_ms();
        distinct_calls(&host, &[portal.client(&host, Limits::default())], calls);
        host.now_ms() - start
    };
    // Less than half of the capacity, and more.
    assert_eq!(duration(20, 100.0), duration(20, 0.0));
    assert!(duration(40, 100.0) > duration(40, 0.0));
}

// spec: error.QUERY_LIMIT_EXCEEDED
#[test]
fn a_bucket_filled_by_others_throttles_few_requests() {
    for level in [30.0, 44.0, 45.0, 45.5, 46.0] {
        let portal = portal_with_bucket_level(level, 2.0);
        let host = VirtualHost::with_server(portal.clone());
        distinct_calls(&host, &[portal.client(&host, Limits::default())], 300);
        assert!(
            portal.response_count(503) <= 1,
            "filled to {level}: {} throttled",
            portal.response_count(503)
        );
    }
    // With a fuller bucket, each request of the slow start is throttled at most once.
    let portal = portal_with_bucket_level(50.0, 2.0);
    let host = VirtualHost::with_server(portal.clone());
    distinct_calls(&host, &[portal.client(&host, Limits::default())], 300);
    assert!(portal.response_count(503) <= 4, "{} throttled", portal.response_count(503));
}

#[test]
fn four_tabs_share_the_bucket() {
    let portal = portal_with_bucket_level(0.0, 10.0);
    let host = VirtualHost::with_server(portal.clone());
    let limits = Limits { per_second: Some(10.0), ..Limits::default() };
    let tabs: Vec<_> = (0..4).map(|_| portal.client(&host, limits)).collect();
    distinct_calls(&host, &tabs, 60);
    assert_eq!((host.requests().len(), portal.response_count(503)), (240, 0));
}

// spec: cors.unreadable-errors
#[test]
fn an_unreadable_throttling_response_fills_the_bucket() {
    let portal = FakeServer::new(1000).with_limits(PortalLimits {
        burst: Some(50),
        filled: 20.0,
        cors: false,
        ..PortalLimits::default()
    });
    let host = VirtualHost::with_server(portal.clone());
    distinct_calls(&host, &[portal.client(&host, Limits::default())], 100);
    assert!(portal.response_count(503) <= 2, "{} throttled", portal.response_count(503));
}

#[test]
fn clients_with_different_limits_do_not_overflow_the_bucket() {
    // A client with a smaller burst does not lower the level.
    let portal = portal_with_bucket_level(0.0, 5.0).with_limits(PortalLimits {
        burst: Some(250),
        per_second: 5.0,
        ..PortalLimits::default()
    });
    let host = VirtualHost::with_server(portal.clone());
    let large = Limits { burst: Some(250.0), per_second: Some(5.0), ..Limits::default() };
    let (large, small) = (portal.client(&host, large), portal.client(&host, Limits::default()));
    distinct_calls(&host, std::slice::from_ref(&small), 1);
    distinct_calls(&host, std::slice::from_ref(&large), 240);
    distinct_calls(&host, &[small, large], 120);
    assert_eq!(portal.response_count(503), 0);
    // A client with a higher leak rate uses the lowest rate.
    let portal = portal_with_bucket_level(0.0, 2.0);
    let host = VirtualHost::with_server(portal.clone());
    let fast = Limits { per_second: Some(20.0), ..Limits::default() };
    let (fast, slow) = (portal.client(&host, fast), portal.client(&host, Limits::default()));
    distinct_calls(&host, std::slice::from_ref(&slow), 1);
    distinct_calls(&host, &[fast], 200);
    assert_eq!(portal.response_count(503), 0);
}

#[test]
fn waits_are_reported() {
    let portal = portal_with_bucket_level(0.0, 2.0);
    let host = VirtualHost::with_server(portal.clone());
    let client = portal.client(&host, Limits::default());
    distinct_calls(&host, std::slice::from_ref(&client), 60);
    let waits = host
        .events()
        .iter()
        .filter(|event| {
            matches!(event.kind, ClientEventKind::Wait { reason: WaitReason::Limit, .. })
        })
        .count();
    assert!(waits > 0);
    assert_eq!((client.stats().waits as usize, client.stats().requests), (waits, 60));
}

#[test]
fn a_method_at_its_operating_time_limit_cools_down_until_the_reset() {
    let host = VirtualHost::new(|request| {
        let reset = 1_772_449_081.0 + 300.0;
        let time = json!({ "duration": 1.0, "operating": 400.0, "operating_reset_at": reset });
        Reply::ok(
            json!({ "result": { request.ids()[0].to_string(): null }, "time": time }).to_string(),
        )
    });
    let client = client(&host, Limits::default());
    distinct_calls(&host, std::slice::from_ref(&client), 1);
    host.run(client.get_users([IdInput::Number(9.0)], GetUsersOptions::default(), |_| ())).unwrap();
    let has_cooled_down = host.events().iter().any(|event| {
        matches!(event.kind, ClientEventKind::Wait { reason: WaitReason::Operating, ms } if (299_000.0..=300_000.0).contains(&ms))
    });
    assert!(has_cooled_down, "{:?}", host.events());
}

// spec: error.OPERATION_TIME_LIMIT
#[test]
fn calls_await_the_end_of_the_operating_time_limit() {
    use std::cell::Cell;
    let refusals = Cell::new(1);
    let host = VirtualHost::new(move |_| match refusals.replace(0) {
        0 => Reply::ok(r#"{"result":[]}"#),
        _ => Reply::Response(
            429,
            br#"{"error":"OPERATION_TIME_LIMIT","error_description":""}"#.into(),
        ),
    });
    let client = client(&host, Limits::default());
    let before = host.now_ms();
    host.run(client.get_users([IdInput::Number(9.0)], GetUsersOptions::default(), |_| ())).unwrap();
    assert!(host.now_ms() - before >= 60_000.0);
}

#[test]
fn permanent_errors_are_not_retried() {
    for (status, code) in [
        (503, "OVERLOAD_LIMIT"),
        (403, "ACCESS_DENIED"),
        (401, "insufficient_scope"),
        (400, "INVALID_FORMAT"),
    ] {
        let body = json!({ "error": code, "error_description": "" }).to_string();
        let host = VirtualHost::new(move |_| Reply::Response(status, body.clone().into()));
        let client = client(&host, Limits::default());
        host.run(client.get_users([IdInput::Number(9.0)], GetUsersOptions::default(), |_| ()))
            .unwrap_err();
        assert_eq!(host.requests().len(), 1, "{code}");
    }
}
