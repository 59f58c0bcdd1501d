//! `loadUser`: concurrent loads are coalesced.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersOptions};
use b24_users::error::Error;
use b24_users::ids::IdInput;
use b24_users::model::User;
use futures_util::FutureExt;
use futures_util::future::{Either, join, join_all, select};
use proptest::prelude::*;
use serde_json::json;
use std::cell::Cell;
use std::pin::pin;

use crate::stub_portal::{StubPortal, people};
use crate::virtual_host::{Reply, Seen, VirtualHost, token};

fn client(world: &VirtualHost) -> Client<VirtualHost> {
    Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default())
}

fn id(id: u32) -> IdInput {
    IdInput::Number(f64::from(id))
}

fn none() -> GetUsersOptions {
    GetUsersOptions::default()
}

#[test]
fn a_hundred_loads_of_ten_users_are_coalesced_into_one_request() {
    let world = VirtualHost::around(StubPortal::new(people, 2.0));
    let client = client(&world);
    let loads = (0..100).map(|number| client.load_user(id(number % 10 + 1), none()));
    for (number, user) in world.run(join_all(loads)).into_iter().enumerate() {
        assert_eq!(user.unwrap().unwrap().id.get(), number as u64 % 10 + 1);
    }
    assert_eq!(world.seen().len(), 1);
    assert_eq!(world.seen()[0].ids(), (1..=10).collect::<Vec<_>>());
}

#[test]
fn a_missing_user_is_none_and_a_failure_is_an_error() {
    let world = VirtualHost::around(StubPortal::new(people, 2.0));
    assert_eq!(world.run(client(&world).load_user(id(900_000), none())).unwrap(), None);
    assert_eq!(world.run(client(&world).load_user(id(0), none())).unwrap_err().code, "INVALID_ID");
    let world = VirtualHost::new(|_| Reply::Answer(403, br#"{"error":"ACCESS_DENIED"}"#.into()));
    let client = client(&world);
    for _ in 0..2 {
        let error = world.run(client.load_user(id(4), none())).unwrap_err();
        assert_eq!((error.code.as_str(), error.ids[0].get()), ("ACCESS_DENIED", 4));
    }
    assert_eq!(world.seen().len(), 2, "failures are not remembered");
}

#[test]
fn a_fresh_load_joins_the_pending_batch() {
    let world = VirtualHost::around(StubPortal::new(people, 2.0));
    let options = ClientOptions { coalesce_ms: Some(50.0), ..ClientOptions::default() };
    let client = Client::new(world.clone(), Auth::Token(token("t")), options);
    let fresh = GetUsersOptions { fresh: Some(true), ..none() };
    let (one, other) = world.run(join(client.load_user(id(4), none()), async {
        world.sleep_ms(10.0).await;
        client.load_user(id(4), fresh).await
    }));
    assert!(one.unwrap().is_some() && other.unwrap().is_some());
    assert_eq!(world.seen().iter().map(Seen::ids).collect::<Vec<_>>(), [[4]]);
}

#[test]
fn loads_join_a_list_request_in_flight() {
    let world = VirtualHost::around(StubPortal::new(people, 2.0));
    let client = client(&world);
    let list = client.get_users([id(4), id(5)], none(), |_| ());
    let (list, user) = world.run(join(list, client.load_user(id(5), none())));
    assert_eq!((list.unwrap().users.len(), user.unwrap().unwrap().id.get()), (2, 5));
    let both = world.run(join(
        client.load_user(id(6), none()),
        client.get_users([id(6), id(7)], none(), |_| ()),
    ));
    assert_eq!(both.1.unwrap().users.len(), 2);
    let mut asked: Vec<_> = world.seen().iter().map(Seen::ids).collect();
    asked.sort();
    assert_eq!(asked, [vec![4, 5], vec![6], vec![7]], "nobody is asked for twice");
}

#[test]
fn a_dropped_load_does_not_affect_the_others() {
    let world = VirtualHost::around(StubPortal::new(people, 2.0));
    let client = client(&world);
    let leaving = Box::pin(client.load_user(id(4), none()));
    let staying = client.load_user(id(4), none());
    let user = world.run(async {
        let staying = pin!(staying);
        let Either::Right(((), staying)) = select(
            staying,
            pin!(async {
                let _ = select(leaving, pin!(world.sleep_ms(10.0))).await;
            }),
        )
        .await
        else {
            panic!("an answer takes longer")
        };
        staying.await
    });
    assert_eq!((user.unwrap().unwrap().id.get(), world.seen().len()), (4, 1));
}

#[test]
fn dropping_the_last_load_aborts_the_request() {
    let world = VirtualHost::new(|_| Reply::Hang);
    let client = client(&world);
    let load = client.load_user(id(4), none());
    world.run(async {
        select(Box::pin(load), pin!(world.sleep_ms(10.0))).await;
    });
    assert_eq!(world.timers(), 0);
    // Nothing is left of it: the next one asks anew.
    world.run(async {
        select(Box::pin(client.load_user(id(4), none())), pin!(world.sleep_ms(10.0))).await;
    });
    assert_eq!(world.seen().len(), 2);
}

#[test]
fn a_hanging_request_ends_at_the_deadline() {
    let world = VirtualHost::new(|_| Reply::Hang);
    let error = world.run(client(&world).load_user(id(4), none())).unwrap_err();
    assert_eq!(error.code, "DEADLINE_EXCEEDED");
    assert_eq!((error.method.as_deref(), error.ids.len()), (Some("im.user.list.get"), 1));
    assert_eq!(world.timers(), 0);
}

#[test]
fn a_user_invalidated_in_flight_is_not_cached() {
    let world = VirtualHost::around(StubPortal::new(people, 2.0));
    let client = client(&world);
    world.run(async {
        let load = client.load_user(id(4), none());
        join(load, async {
            world.sleep_ms(10.0).await;
            client.invalidate(None);
        })
        .await
        .0
        .unwrap();
    });
    assert_eq!(client.stats().cache_size, 0);
}

#[test]
fn a_later_lookup_is_not_overwritten_by_an_earlier_one() {
    let count = Cell::new(0);
    let world = VirtualHost::new(move |_| {
        count.set(count.get() + 1);
        let name = format!("Request {}", count.get());
        let body = json!({ "result": { "4": { "id": 4, "name": name } } }).to_string();
        // The first answer comes last.
        Reply::ok(body).after(if count.get() == 1 { 1000.0 } else { 10.0 })
    });
    let client = client(&world);
    let fresh = GetUsersOptions { fresh: Some(true), ..none() };
    let name = |user: Result<Option<User>, Error>| user.unwrap().unwrap().name;
    let (slow, quick) = world.run(join(client.load_user(id(4), none()), async {
        world.sleep_ms(100.0).await;
        client.load_user(id(4), fresh).await
    }));
    assert_eq!((name(slow), name(quick)), ("Request 1".into(), "Request 2".into()));
    assert_eq!(name(world.run(client.load_user(id(4), none()))), "Request 2");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_thousand_loads_with_random_aborts_leak_nothing(
        loads in proptest::collection::vec((1..200_u32, 0..400_u32, any::<bool>()), 1000),
    ) {
        let world = VirtualHost::around(StubPortal::new(people, 2.0));
        let client = client(&world);
        let work = loads.iter().map(|&(number, at, stays)| {
            let (world, client) = (&world, &client);
            async move {
                world.sleep_ms(f64::from(at)).await;
                let load = Box::pin(client.load_user(id(number), none()));
                if stays {
                    return load.await.unwrap().unwrap().id.get() == u64::from(number);
                }
                select(load, world.sleep_ms(f64::from(at % 7)).boxed_local()).await;
                true
            }
        });
        prop_assert!(world.run(join_all(work)).into_iter().all(|good| good));
        prop_assert_eq!(world.timers(), 0);
    }
}
