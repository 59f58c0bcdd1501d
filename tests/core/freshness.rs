//! How old a user may be, and who is asked for meanwhile.

use std::cell::Cell;

use b24_users::auth::Auth;
use b24_users::client::{CacheOptions, Client, ClientOptions, GetUsersOptions};
use b24_users::send::Clock;
use futures_util::future::join;
use serde_json::json;

use crate::portal::{Portal, people};
use crate::short::{none, one, range, scripted};
use crate::world::{Answers, Reply, Seen, World, token};

#[test]
fn nobody_is_older_than_the_cache_allows() {
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
        Portal::new(poison, 1.0).answer(seen, now)
    });
    let cache = CacheOptions { ttl_ms: Some(1000.0), ..CacheOptions::default() };
    let client = Client::new(
        world.clone(),
        Auth::Token(token("t")),
        ClientOptions { cache: Some(cache), ..ClientOptions::default() },
    );
    let partial = GetUsersOptions { partial: Some(true), ..none() };
    let (_, user) = world.run(join(client.get_users(range(1, 100), partial, |_| ()), async {
        world.sleep(60_000.0).await;
        client.load_user(one(1), none()).await
    }));
    let user = user.unwrap().unwrap();
    assert_ne!(user.name, "v1", "a minute old");
}

#[test]
fn nobody_is_asked_for_twice_in_a_request() {
    let world = World::around(Portal::new(people, 2.0));
    let options = ClientOptions { coalesce_ms: Some(50.0), ..ClientOptions::default() };
    let client = Client::new(world.clone(), Auth::Token(token("t")), options);
    let fresh = GetUsersOptions { fresh: Some(true), ..none() };
    world
        .run(join(client.load_user(one(4), none()), async {
            world.sleep(10.0).await;
            join(client.get_users([one(4)], fresh, |_| ()), async {
                world.sleep(10.0).await;
                client.load_user(one(4), fresh).await
            })
            .await
        }))
        .0
        .unwrap();
    let seen: Vec<_> = world.seen().iter().map(Seen::ids).collect();
    assert!(seen.iter().all(|ids| ids.len() == 1), "{seen:?}");
}
