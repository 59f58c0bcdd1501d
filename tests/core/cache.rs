//! The maximum age of cached users, and invalidation in flight.

use std::cell::Cell;

use b24_users::auth::Auth;
use b24_users::client::{CacheOptions, Client, ClientOptions, GetUsersOptions};
use b24_users::ids::UserId;
use futures_util::future::join;
use serde_json::json;

use crate::helpers::{none, one, range, scripted};
use crate::stub_portal::{StubPortal, people};
use crate::virtual_host::{Answers, Reply, Seen, VirtualHost, token};

#[test]
fn no_user_is_older_than_the_ttl() {
    let asked = Cell::new(0);
    let world = scripted(move |seen, now| {
        asked.set(asked.get() + 1);
        let version = asked.get();
        let poison = move |ids: &[u64]| {
            if ids.contains(&66) {
                return Err("ERROR_CORE");
            }
            Ok(serde_json::Value::Object(
                ids.iter()
                    .map(|id| (id.to_string(), json!({ "id": id, "name": format!("v{version}") })))
                    .collect(),
            ))
        };
        if !seen.is_batch() && seen.ids().contains(&66) {
            return Reply::Hang;
        }
        StubPortal::new(poison, 1.0).answer(seen, now)
    });
    let cache = CacheOptions { ttl_ms: Some(1000.0), ..CacheOptions::default() };
    let client = Client::new(
        world.clone(),
        Auth::Token(token("t")),
        ClientOptions { cache: Some(cache), ..ClientOptions::default() },
    );
    let partial = GetUsersOptions { partial: Some(true), ..none() };
    let (_, user) = world.run(join(client.get_users(range(1, 100), partial, |_| ()), async {
        world.sleep_ms(60_000.0).await;
        client.load_user(one(1), none()).await
    }));
    let user = user.unwrap().unwrap();
    assert_ne!(user.name, "v1", "a minute old");
}

#[test]
fn no_id_is_requested_twice_in_a_request() {
    let world = VirtualHost::around(StubPortal::new(people, 2.0));
    let options = ClientOptions { coalesce_ms: Some(50.0), ..ClientOptions::default() };
    let client = Client::new(world.clone(), Auth::Token(token("t")), options);
    let fresh = GetUsersOptions { fresh: Some(true), ..none() };
    world
        .run(join(client.load_user(one(4), none()), async {
            world.sleep_ms(10.0).await;
            join(client.get_users([one(4)], fresh, |_| ()), async {
                world.sleep_ms(10.0).await;
                client.load_user(one(4), fresh).await
            })
            .await
        }))
        .0
        .unwrap();
    let seen: Vec<_> = world.seen().iter().map(Seen::ids).collect();
    assert!(seen.iter().all(|ids| ids.len() == 1), "{seen:?}");
}

/// A slow portal whose users have the number of their request as their name.
fn numbered(ms: f64) -> VirtualHost {
    let count = Cell::new(0);
    VirtualHost::new(move |seen| {
        count.set(count.get() + 1);
        let name = format!("v{}", count.get());
        let users =
            seen.ids().into_iter().map(|id| (id.to_string(), json!({ "id": id, "name": name })));
        Reply::ok(json!({ "result": users.collect::<serde_json::Map<_, _>>() }).to_string())
            .after(ms)
    })
}

fn asked(world: &VirtualHost) -> Vec<Vec<u64>> {
    world.seen().iter().map(Seen::ids).collect()
}

#[test]
fn invalidating_some_users_keeps_other_lookups_in_flight() {
    let world = numbered(1000.0);
    let client = Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default());
    let (list, (joined, anew)) =
        world.run(join(client.get_users(range(1, 10), none(), |_| ()), async {
            world.sleep_ms(500.0).await;
            client.invalidate(Some(&[UserId::new(7).unwrap()]));
            join(client.load_user(one(8), none()), client.load_user(one(7), none())).await
        }));
    assert_eq!(list.unwrap().users.len(), 10);
    assert_eq!(joined.unwrap().unwrap().name, "v1", "who was not invalidated is shared");
    assert_eq!(anew.unwrap().unwrap().name, "v2");
    assert_eq!(asked(&world), [(1..=10).collect::<Vec<_>>(), vec![7]]);
    // And what is remembered afterwards is the latest of each.
    let list = world.run(client.get_users(range(1, 10), none(), |_| ())).unwrap();
    let versions: Vec<_> = list.users.iter().map(|user| user.name.as_str()).collect();
    assert_eq!(versions, ["v1", "v1", "v1", "v1", "v1", "v1", "v2", "v1", "v1", "v1"]);
    assert_eq!(asked(&world).len(), 2);
}

#[test]
fn users_invalidated_in_flight_are_not_cached() {
    let world = numbered(1000.0);
    let client = Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default());
    let (list, ()) = world.run(join(client.get_users(range(1, 10), none(), |_| ()), async {
        world.sleep_ms(500.0).await;
        client.invalidate(Some(&[UserId::new(7).unwrap()]));
    }));
    assert_eq!((list.unwrap().users.len(), client.stats().cache_size), (10, 9));
    let list = world.run(client.get_users(range(1, 10), none(), |_| ())).unwrap();
    assert_eq!((list.users[6].name.as_str(), asked(&world).len()), ("v2", 2));
}

#[test]
fn users_invalidated_before_sending_are_requested_once() {
    let world = numbered(100.0);
    let options = ClientOptions { coalesce_ms: Some(50.0), ..ClientOptions::default() };
    let client = Client::new(world.clone(), Auth::Token(token("t")), options);
    let (first, second) = world.run(join(client.load_user(one(4), none()), async {
        world.sleep_ms(10.0).await;
        client.invalidate(Some(&[UserId::new(4).unwrap()]));
        client.load_user(one(4), none()).await
    }));
    assert_eq!([first, second].map(|user| user.unwrap().unwrap().name), ["v1", "v1"]);
    assert_eq!((asked(&world), client.stats().cache_size), (vec![vec![4]], 1));
}

/// A portal that fails one call of a batch, and is slow when those users are asked for alone.
fn slow_after_a_failure(cache: CacheOptions) -> (VirtualHost, Client<VirtualHost>) {
    let failing = |ids: &[u64]| if ids.contains(&66) { Err("ERROR_CORE") } else { people(ids) };
    let world = scripted(move |seen, now| {
        if seen.is_batch() {
            return StubPortal::new(failing, 0.1).answer(seen, now);
        }
        StubPortal::new(people, 0.1).answer(seen, now).after(1000.0)
    });
    let options = ClientOptions { cache: Some(cache), ..ClientOptions::default() };
    (world.clone(), Client::new(world, Auth::Token(token("t")), options))
}

#[test]
fn without_a_cache_received_users_are_not_shared() {
    let nobody = CacheOptions { max: Some(0), ..CacheOptions::default() };
    let at_no_time = CacheOptions { ttl_ms: Some(0.0), ..CacheOptions::default() };
    for (cache, requests) in [(nobody, 4), (at_no_time, 4), (CacheOptions::default(), 3)] {
        let (world, client) = slow_after_a_failure(cache);
        let (list, ()) = world.run(join(client.get_users(range(1, 100), none(), |_| ()), async {
            world.sleep_ms(300.0).await;
            assert_eq!(world.seen().len(), 2, "the second request is in flight");
            // Who is still on the way can be joined; who has arrived cannot, unless there is a
            // cache.
            let (one, other) =
                join(client.load_user(one(3), none()), client.load_user(one(66), none())).await;
            assert!(one.unwrap().is_some() && other.unwrap().is_some());
        }));
        assert_eq!(list.unwrap().users.len(), 100);
        assert_eq!(world.seen().len(), requests, "{cache:?}");
    }
}
