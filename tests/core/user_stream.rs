//! `streamUsers`: delivery and back-pressure.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, UserStream};
use b24_users::ids::IdInput;
use b24_users::time::Clock;

use crate::stub_portal::{StubError, StubPortal, default_users};
use crate::virtual_host::{VirtualHost, token};

fn stream(host: &VirtualHost, ids: u32) -> UserStream<VirtualHost> {
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    let entries = (1..=ids).map(|id| IdInput::Number(f64::from(id)));
    client.stream_users(entries, GetUsersOptions::default(), |_| ()).unwrap()
}

#[test]
fn the_first_batch_is_small() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let stream = stream(&host, 10_000);
    let mut sizes = Vec::new();
    while let Some(part) = host.run(stream.next()).unwrap() {
        sizes.push(part.users.len());
    }
    assert_eq!(sizes[0], 50);
    assert_eq!(sizes.iter().sum::<usize>(), 10_000);
    assert_eq!(host.timer_count(), 0);
}

#[test]
fn a_stream_stops_requesting_at_the_high_water_mark() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let stream = stream(&host, 100_000);
    let mut received = host.run(stream.next()).unwrap().unwrap().users.len();
    host.run(host.sleep_ms(1_000_000.0));
    let requested = host.requests().len();
    assert!(requested <= 8, "{requested} requests while one chunk was consumed");
    let arrived: usize = host.requests().iter().map(|request| request.ids().len()).sum();
    while received < arrived {
        received += host.run(stream.next()).unwrap().unwrap().users.len();
    }
    host.run(stream.next()).unwrap();
    assert!(host.requests().len() > requested, "consumption resumes the requests");
}

#[test]
fn dropping_the_stream_aborts_its_requests() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let stream = stream(&host, 100_000);
    host.run(stream.next()).unwrap();
    drop(stream);
    host.run(host.yield_to_ready_tasks());
    host.run(host.yield_to_ready_tasks());
    assert_eq!(host.timer_count(), 0);
    let requested = host.requests().len();
    host.run(host.sleep_ms(100_000.0));
    assert_eq!(host.requests().len(), requested);
}

#[test]
fn failures_are_reported_at_the_end() {
    let host = VirtualHost::with_server(StubPortal::new(
        |ids| if ids.contains(&77) { Err(StubError::Html) } else { default_users(ids) },
        2.0,
    ));
    let stream = stream(&host, 200);
    let mut received = 0;
    let error = loop {
        match host.run(stream.next()) {
            Ok(Some(part)) => received += part.users.len(),
            Ok(None) => panic!("user 77 is not reported"),
            Err(GetUsersError::Incomplete(incomplete)) => break incomplete,
            Err(other) => panic!("{other:?}"),
        }
    };
    assert_eq!((received, error.list.failed[0].ids[0].get()), (199, 77));
    assert!(host.run(stream.next()).unwrap().is_none());
}
