//! The maximum age of cached users, and invalidation in flight.

use std::cell::Cell;

use b24_users::auth::Auth;
use b24_users::client::{CacheOptions, Client, ClientOptions, GetUsersOptions};
use b24_users::ids::UserId;
use futures_util::future::join;
use serde_json::json;

use crate::helpers::{default_options, scripted, user_id, user_ids};
use crate::stub_portal::{StubError, StubPortal, default_users};
use crate::virtual_host::{RecordedRequest, Reply, Server, VirtualHost, token};

#[test]
fn no_user_is_older_than_the_ttl() {
    let count = Cell::new(0);
    let host = scripted(move |request, now| {
        count.set(count.get() + 1);
        let version = count.get();
        let respond = move |ids: &[u64]| {
            if ids.contains(&66) {
                return Err(StubError::Code("ERROR_CORE"));
            }
            Ok(serde_json::Value::Object(
                ids.iter()
                    .map(|id| (id.to_string(), json!({ "id": id, "name": format!("v{version}") })))
                    .collect(),
            ))
        };
        if !request.is_batch() && request.ids().contains(&66) {
            return Reply::Hang;
        }
        StubPortal::new(respond, 1.0).respond(request, now)
    });
    let cache = CacheOptions { ttl_ms: Some(1000.0), ..CacheOptions::default() };
    let client = Client::new(
        host.clone(),
        Auth::Token(token("t")),
        ClientOptions { cache: Some(cache), ..ClientOptions::default() },
    );
    let partial = GetUsersOptions { partial: Some(true), ..default_options() };
    let (_, user) = host.run(join(client.get_users(user_ids(1, 100), partial, |_| ()), async {
        host.sleep_ms(60_000.0).await;
        client.load_user(user_id(1), default_options()).await
    }));
    let user = user.unwrap().unwrap();
    assert_ne!(user.name, "v1", "a minute old");
}

#[test]
fn no_id_is_requested_twice_in_a_request() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let options = ClientOptions { coalesce_ms: Some(50.0), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let fresh = GetUsersOptions { fresh: Some(true), ..default_options() };
    host.run(join(client.load_user(user_id(4), default_options()), async {
        host.sleep_ms(10.0).await;
        join(client.get_users([user_id(4)], fresh, |_| ()), async {
            host.sleep_ms(10.0).await;
            client.load_user(user_id(4), fresh).await
        })
        .await
    }))
    .0
    .unwrap();
    let requests: Vec<_> = host.requests().iter().map(RecordedRequest::ids).collect();
    assert!(requests.iter().all(|ids| ids.len() == 1), "{requests:?}");
}

/// A slow portal whose users are named after the number of the request.
fn numbered(ms: f64) -> VirtualHost {
    let count = Cell::new(0);
    VirtualHost::new(move |request| {
        count.set(count.get() + 1);
        let name = format!("v{}", count.get());
        let users =
            request.ids().into_iter().map(|id| (id.to_string(), json!({ "id": id, "name": name })));
        Reply::ok(json!({ "result": users.collect::<serde_json::Map<_, _>>() }).to_string())
            .after(ms)
    })
}

fn requested_ids(host: &VirtualHost) -> Vec<Vec<u64>> {
    host.requests().iter().map(RecordedRequest::ids).collect()
}

#[test]
fn invalidating_some_users_keeps_other_lookups_in_flight() {
    let host = numbered(1000.0);
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    let (list, (joined, requested_again)) =
        host.run(join(client.get_users(user_ids(1, 10), default_options(), |_| ()), async {
            host.sleep_ms(500.0).await;
            client.invalidate(Some(&[UserId::new(7).unwrap()]));
            join(
                client.load_user(user_id(8), default_options()),
                client.load_user(user_id(7), default_options()),
            )
            .await
        }));
    assert_eq!(list.unwrap().users.len(), 10);
    assert_eq!(joined.unwrap().unwrap().name, "v1", "other users are shared");
    assert_eq!(requested_again.unwrap().unwrap().name, "v2");
    assert_eq!(requested_ids(&host), [(1..=10).collect::<Vec<_>>(), vec![7]]);
    // The latest record of each user is cached.
    let list = host.run(client.get_users(user_ids(1, 10), default_options(), |_| ())).unwrap();
    let versions: Vec<_> = list.users.iter().map(|user| user.name.as_str()).collect();
    assert_eq!(versions, ["v1", "v1", "v1", "v1", "v1", "v1", "v2", "v1", "v1", "v1"]);
    assert_eq!(requested_ids(&host).len(), 2);
}

#[test]
fn users_invalidated_in_flight_are_not_cached() {
    let host = numbered(1000.0);
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    let (list, ()) =
        host.run(join(client.get_users(user_ids(1, 10), default_options(), |_| ()), async {
            host.sleep_ms(500.0).await;
            client.invalidate(Some(&[UserId::new(7).unwrap()]));
        }));
    assert_eq!((list.unwrap().users.len(), client.stats().cache_size), (10, 9));
    let list = host.run(client.get_users(user_ids(1, 10), default_options(), |_| ())).unwrap();
    assert_eq!((list.users[6].name.as_str(), requested_ids(&host).len()), ("v2", 2));
}

#[test]
fn users_invalidated_before_sending_are_requested_once() {
    let host = numbered(100.0);
    let options = ClientOptions { coalesce_ms: Some(50.0), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let (first, second) = host.run(join(client.load_user(user_id(4), default_options()), async {
        host.sleep_ms(10.0).await;
        client.invalidate(Some(&[UserId::new(4).unwrap()]));
        client.load_user(user_id(4), default_options()).await
    }));
    assert_eq!([first, second].map(|user| user.unwrap().unwrap().name), ["v1", "v1"]);
    assert_eq!((requested_ids(&host), client.stats().cache_size), (vec![vec![4]], 1));
}

/// A portal that fails one command of a batch, and is slow when its users are requested alone.
fn slow_after_a_failure(cache: CacheOptions) -> (VirtualHost, Client<VirtualHost>) {
    let failing = |ids: &[u64]| {
        if ids.contains(&66) { Err(StubError::Code("ERROR_CORE")) } else { default_users(ids) }
    };
    let host = scripted(move |request, now| {
        if request.is_batch() {
            return StubPortal::new(failing, 0.1).respond(request, now);
        }
        StubPortal::new(default_users, 0.1).respond(request, now).after(1000.0)
    });
    let options = ClientOptions { cache: Some(cache), ..ClientOptions::default() };
    (host.clone(), Client::new(host, Auth::Token(token("t")), options))
}

#[test]
fn without_a_cache_received_users_are_not_shared() {
    let no_capacity = CacheOptions { max: Some(0), ..CacheOptions::default() };
    let no_ttl = CacheOptions { ttl_ms: Some(0.0), ..CacheOptions::default() };
    for (cache, requests) in [(no_capacity, 4), (no_ttl, 4), (CacheOptions::default(), 3)] {
        let (host, client) = slow_after_a_failure(cache);
        let (list, ()) =
            host.run(join(client.get_users(user_ids(1, 100), default_options(), |_| ()), async {
                host.sleep_ms(300.0).await;
                assert_eq!(host.requests().len(), 2, "the second request is in flight");
                // Lookups in flight can be joined; received users only with a cache.
                let (one, other) = join(
                    client.load_user(user_id(3), default_options()),
                    client.load_user(user_id(66), default_options()),
                )
                .await;
                assert!(one.unwrap().is_some() && other.unwrap().is_some());
            }));
        assert_eq!(list.unwrap().users.len(), 100);
        assert_eq!(host.requests().len(), requests, "{cache:?}");
    }
}
