//! The maximum age of cached users, invalidation in flight, and users of earlier pages.

use std::cell::Cell;

use b24_users::auth::Auth;
use b24_users::client::{CacheOptions, Client, ClientOptions, GetUsersOptions};
use b24_users::error::Error;
use b24_users::ids::UserId;
use b24_users::model::User;
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

/// Stores a user with this id, of this age, under the name "s" and its id.
fn store(host: &VirtualHost, id: u32, age_ms: f64) {
    let body = json!({ "result": [{ "id": id, "name": format!("s{id}") }] }).to_string();
    let other = VirtualHost::new(move |_| Reply::ok(body.clone()));
    let client = Client::new(other.clone(), Auth::Token(token("t")), ClientOptions::default());
    let user = other.run(client.load_user(user_id(id), default_options()));
    host.store(user.unwrap().unwrap(), age_ms);
}

fn names(users: &[User]) -> Vec<&str> {
    users.iter().map(|user| user.name.as_str()).collect()
}

#[test]
fn stored_users_count_as_cached_ones_of_their_age() {
    let host = numbered(10.0);
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    for (id, age_ms) in [(1, 1000.0), (2, 60_000.0), (3, 299_000.0), (4, 300_000.0)] {
        store(&host, id, age_ms);
    }
    let list = host.run(client.get_users(user_ids(1, 3), default_options(), |_| ())).unwrap();
    assert_eq!((names(&list.users), list.time.requests), (vec!["s1", "s2", "s3"], 0));
    let max_age = GetUsersOptions { max_age_ms: Some(30_000.0), ..default_options() };
    let list = host.run(client.get_users(user_ids(1, 4), max_age, |_| ())).unwrap();
    assert_eq!(names(&list.users), ["s1", "v1", "v1", "v1"]);
    assert_eq!(requested_ids(&host), [[2, 3, 4]], "older than the maximum age or the ttl");
    let user = host.run(client.load_user(user_id(1), default_options())).unwrap().unwrap();
    assert_eq!((user.name.as_str(), client.stats().cache_hits), ("s1", 5));
    let fresh = GetUsersOptions { fresh: Some(true), ..default_options() };
    let user = host.run(client.load_user(user_id(1), fresh)).unwrap().unwrap();
    assert_eq!(user.name, "v2");
}

#[test]
fn larger_pictures_are_neither_stored_nor_read() {
    let host = numbered(10.0);
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    store(&host, 1, 1000.0);
    let larger = GetUsersOptions { avatar_hr: Some(true), ..default_options() };
    let list = host.run(client.get_users(user_ids(1, 1), larger, |_| ())).unwrap();
    assert_eq!((names(&list.users), host.stored()), (vec!["v1"], vec![(1, "s1".into())]));
}

#[test]
fn cached_outcomes_are_stored() {
    let count = Cell::new(0);
    let host = VirtualHost::new(move |request| {
        count.set(count.get() + 1);
        let name = format!("v{}", count.get());
        let user = |id: u64| json!({ "id": id, "name": name });
        let users = request.ids().into_iter().map(|id| {
            let user = if id == 2 { serde_json::Value::Null } else { user(id) };
            (id.to_string(), user)
        });
        Reply::ok(json!({ "result": users.collect::<serde_json::Map<_, _>>() }).to_string())
            .after(1000.0)
    });
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    for id in 1..=3 {
        store(&host, id, 400_000.0);
    }
    host.run(join(client.get_users(user_ids(1, 4), default_options(), |_| ()), async {
        host.sleep_ms(500.0).await;
        client.invalidate(Some(&[UserId::new(4).unwrap()]));
    }))
    .0
    .unwrap();
    // User 2 is missing, and user 4 was invalidated in flight.
    assert_eq!(host.stored(), [(1, "v1".into()), (3, "v1".into())]);
    host.run(client.load_user(user_id(4), default_options())).unwrap();
    assert_eq!(host.stored().last(), Some(&(4, "v2".into())));
}

#[test]
fn a_later_lookup_is_not_overwritten_by_an_earlier_one() {
    let count = Cell::new(0);
    let host = VirtualHost::new(move |_| {
        count.set(count.get() + 1);
        let name = format!("v{}", count.get());
        let body = json!({ "result": { "4": { "id": 4, "name": name } } }).to_string();
        // The first response arrives last.
        Reply::ok(body).after(if count.get() == 1 { 1000.0 } else { 10.0 })
    });
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    store(&host, 4, 400_000.0);
    let fresh = GetUsersOptions { fresh: Some(true), ..default_options() };
    let name = |user: Result<Option<User>, Error>| user.unwrap().unwrap().name;
    let (slow, quick) = host.run(join(client.load_user(user_id(4), default_options()), async {
        host.sleep_ms(100.0).await;
        client.load_user(user_id(4), fresh).await
    }));
    assert_eq!((name(slow), name(quick)), ("v1".into(), "v2".into()));
    assert_eq!(name(host.run(client.load_user(user_id(4), default_options()))), "v2");
    assert_eq!(host.stored(), [(4, "v2".into())]);
}
