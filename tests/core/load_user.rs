//! `loadUser`: concurrent loads are coalesced.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersOptions};
use futures_util::FutureExt;
use futures_util::future::{Either, join, join_all, select};
use proptest::prelude::*;
use std::pin::pin;

use crate::helpers::{client, default_options, user_id};
use crate::stub_portal::{StubPortal, default_users};
use crate::virtual_host::{RecordedRequest, Reply, VirtualHost, token};

#[test]
fn a_hundred_loads_of_ten_users_are_coalesced_into_one_request() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let client = client(&host);
    let loads =
        (0..100).map(|number| client.load_user(user_id(number % 10 + 1), default_options()));
    for (number, user) in host.run(join_all(loads)).into_iter().enumerate() {
        assert_eq!(user.unwrap().unwrap().id.get(), number as u64 % 10 + 1);
    }
    assert_eq!(host.requests().len(), 1);
    assert_eq!(host.requests()[0].ids(), (1..=10).collect::<Vec<_>>());
}

#[test]
fn a_missing_user_is_none_and_a_failure_is_an_error() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    assert_eq!(
        host.run(client(&host).load_user(user_id(900_000), default_options())).unwrap(),
        None
    );
    assert_eq!(
        host.run(client(&host).load_user(user_id(0), default_options())).unwrap_err().code,
        "INVALID_ID"
    );
    let host = VirtualHost::new(|_| Reply::Response(403, br#"{"error":"ACCESS_DENIED"}"#.into()));
    let client = client(&host);
    for _ in 0..2 {
        let error = host.run(client.load_user(user_id(4), default_options())).unwrap_err();
        assert_eq!((error.code.as_str(), error.ids[0].get()), ("ACCESS_DENIED", 4));
    }
    assert_eq!(host.requests().len(), 2, "failures are not cached");
}

#[test]
fn a_fresh_load_joins_the_coalescing_lookup() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let options = ClientOptions { coalesce_ms: Some(50.0), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Token(token("t")), options);
    let fresh = GetUsersOptions { fresh: Some(true), ..default_options() };
    let (one, other) = host.run(join(client.load_user(user_id(4), default_options()), async {
        host.sleep_ms(10.0).await;
        client.load_user(user_id(4), fresh).await
    }));
    assert!(one.unwrap().is_some() && other.unwrap().is_some());
    assert_eq!(host.requests().iter().map(RecordedRequest::ids).collect::<Vec<_>>(), [[4]]);
}

#[test]
fn loads_join_a_list_request_in_flight() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let client = client(&host);
    let list = client.get_users([user_id(4), user_id(5)], default_options(), |_| ());
    let (list, user) = host.run(join(list, client.load_user(user_id(5), default_options())));
    assert_eq!((list.unwrap().users.len(), user.unwrap().unwrap().id.get()), (2, 5));
    let both = host.run(join(
        client.load_user(user_id(6), default_options()),
        client.get_users([user_id(6), user_id(7)], default_options(), |_| ()),
    ));
    assert_eq!(both.1.unwrap().users.len(), 2);
    let mut requested: Vec<_> = host.requests().iter().map(RecordedRequest::ids).collect();
    requested.sort();
    assert_eq!(requested, [vec![4, 5], vec![6], vec![7]], "no id is requested twice");
}

#[test]
fn a_dropped_load_does_not_affect_the_others() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let client = client(&host);
    let leaving = Box::pin(client.load_user(user_id(4), default_options()));
    let staying = client.load_user(user_id(4), default_options());
    let user = host.run(async {
        let staying = pin!(staying);
        let Either::Right(((), staying)) = select(
            staying,
            pin!(async {
                let _ = select(leaving, pin!(host.sleep_ms(10.0))).await;
            }),
        )
        .await
        else {
            panic!("a response takes longer")
        };
        staying.await
    });
    assert_eq!((user.unwrap().unwrap().id.get(), host.requests().len()), (4, 1));
}

#[test]
fn dropping_the_last_load_aborts_the_request() {
    let host = VirtualHost::new(|_| Reply::Hang);
    let client = client(&host);
    let load = client.load_user(user_id(4), default_options());
    host.run(async {
        select(Box::pin(load), pin!(host.sleep_ms(10.0))).await;
    });
    assert_eq!(host.timer_count(), 0);
    // Nothing stays registered: the next load sends a request.
    host.run(async {
        select(
            Box::pin(client.load_user(user_id(4), default_options())),
            pin!(host.sleep_ms(10.0)),
        )
        .await;
    });
    assert_eq!(host.requests().len(), 2);
}

#[test]
fn a_hanging_request_ends_at_the_deadline() {
    let host = VirtualHost::new(|_| Reply::Hang);
    let error = host.run(client(&host).load_user(user_id(4), default_options())).unwrap_err();
    assert_eq!(error.code, "DEADLINE_EXCEEDED");
    assert_eq!((error.method.as_deref(), error.ids.len()), (Some("im.user.list.get"), 1));
    assert_eq!(host.timer_count(), 0);
}

#[test]
fn a_user_invalidated_in_flight_is_not_cached() {
    let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
    let client = client(&host);
    host.run(async {
        let load = client.load_user(user_id(4), default_options());
        join(load, async {
            host.sleep_ms(10.0).await;
            client.invalidate(None);
        })
        .await
        .0
        .unwrap();
    });
    assert_eq!(client.stats().cache_size, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_thousand_loads_with_random_aborts_leak_nothing(
        loads in proptest::collection::vec((1..200_u32, 0..400_u32, any::<bool>()), 1000),
    ) {
        let host = VirtualHost::with_server(StubPortal::new(default_users, 2.0));
        let client = client(&host);
        let work = loads.iter().map(|&(number, at, stays)| {
            let (host, client) = (&host, &client);
            async move {
                host.sleep_ms(f64::from(at)).await;
                let load = Box::pin(client.load_user(user_id(number), default_options()));
                if stays {
                    return load.await.unwrap().unwrap().id.get() == u64::from(number);
                }
                select(load, host.sleep_ms(f64::from(at % 7)).boxed_local()).await;
                true
            }
        });
        prop_assert!(host.run(join_all(work)).into_iter().all(|good| good));
        prop_assert_eq!(host.timer_count(), 0);
    }
}
