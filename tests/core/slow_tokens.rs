//! Slow and failing token requests.

use std::cell::Cell;

use b24_users::auth::{Auth, Token};
use b24_users::client::{CallOptions, Client, ClientOptions, GetUsersOptions};
use b24_users::error::{Error, ErrorKind};
use futures_util::future::join;

use crate::helpers::{none, one};
use crate::virtual_host::{Reply, START_MS, Scripted, Seen, VirtualHost, after_start, token};

/// An application that has a token for an hour, and no other.
fn without_renewal() -> VirtualHost {
    let given = Cell::new(0);
    VirtualHost::with_tokens(
        |_| Reply::ok(r#"{"result":true}"#),
        move |_| {
            given.set(given.get() + 1);
            if given.get() > 1 {
                return Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x"));
            }
            Ok(Token { expires_at: after_start(3_600_000.0), ..token("t") })
        },
    )
}

#[test]
fn a_slow_response_is_not_token_unavailable() {
    let given = Cell::new(0);
    let world = VirtualHost::with_tokens(
        |seen| if seen.ids() == [4] { Reply::Hang } else { Reply::ok(r#"{"result":[]}"#) },
        move |_| {
            given.set(given.get() + 1);
            Ok(Token { expires_at: after_start(62_000.0), ..token(&format!("t{}", given.get())) })
        },
    );
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let options = GetUsersOptions { deadline_ms: Some(10_000.0), ..none() };
    let (slow, _) = world.run(join(client.load_user(one(4), options), async {
        world.sleep_ms(5_000.0).await;
        let _ = world.clone().with_slow_tokens(20_000.0);
        client.load_user(one(5), none()).await
    }));
    assert_eq!(slow.unwrap_err().code, "DEADLINE_EXCEEDED");
}

#[test]
fn a_slow_bucket_update_is_not_token_unavailable() {
    let given = Cell::new(0);
    let world = VirtualHost::with_tokens(
        |_| Reply::Answer(503, r#"{"error":"QUERY_LIMIT_EXCEEDED"}"#.into()).after(6_000.0),
        move |_| {
            given.set(given.get() + 1);
            Ok(Token { expires_at: after_start(62_000.0), ..token(&format!("t{}", given.get())) })
        },
    );
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let options = GetUsersOptions { deadline_ms: Some(10_000.0), ..none() };
    let (slow, _) = world.run(join(client.load_user(one(4), options), async {
        world.sleep_ms(5_000.0).await;
        world.delay_updates(20_000.0);
        let _ = world.clone().with_slow_tokens(20_000.0);
        client.load_user(one(5), options).await
    }));
    assert_eq!(slow.unwrap_err().code, "DEADLINE_EXCEEDED");
}

#[test]
fn a_failed_early_refresh_does_not_fail_the_call() {
    let given = Cell::new(0);
    let world = VirtualHost::with_tokens(
        |_| Reply::ok(r#"{"result":true}"#),
        move |_| {
            given.set(given.get() + 1);
            if given.get() == 2 {
                return Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x"));
            }
            Ok(Token { expires_at: after_start(3_600_000.0), ..token("t") })
        },
    );
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    world.run(client.call("a", &[], CallOptions::default())).unwrap();
    world.run(world.sleep_ms(3_600_000.0 - 50_000.0));
    let outcome = world.run(client.call("a", &[], CallOptions::default()));
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn a_failed_refresh_is_not_repeated_for_each_request() {
    let world = without_renewal();
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    world.run(client.call("a", &[], CallOptions::default())).unwrap();
    world.run(world.sleep_ms(3_600_000.0 - 50_000.0));
    for _ in 0..5 {
        world.run(client.call("a", &[], CallOptions::default())).unwrap();
    }
    assert_eq!((world.asked().len(), client.stats().refreshes), (2, 1));
    world.run(world.sleep_ms(11_000.0));
    world.run(client.call("a", &[], CallOptions::default())).unwrap();
    assert_eq!(world.asked().len(), 3);
}

#[test]
fn after_a_failed_refresh_the_portal_decides_whether_the_token_has_expired() {
    for (slow_ms, portal_accepts) in
        [(5.0, true), (5.0, false), (100_000.0, true), (100_000.0, false)]
    {
        let given = Cell::new(0);
        let world = VirtualHost::around_with_tokens(
            Scripted(move |_: &Seen, now| {
                if portal_accepts || now < START_MS + 1_000_000.0 {
                    Reply::ok(r#"{"result":true}"#)
                } else {
                    Reply::Answer(401, br#"{"error":"expired_token"}"#.into())
                }
            }),
            move |_, _| {
                given.set(given.get() + 1);
                if given.get() > 1 {
                    return Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x"));
                }
                Ok(Token { expires_at: after_start(3_600_000.0), ..token("t") })
            },
        );
        let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
        world.run(client.call("a", &[], CallOptions::default())).unwrap();
        world.run(world.sleep_ms(7_200_000.0));
        let _ = world.clone().with_slow_tokens(slow_ms);
        let outcome = world.run(client.call("a", &[], CallOptions::default()));
        if portal_accepts {
            outcome.unwrap();
            // And the application is left alone for a while.
            world.run(client.call("a", &[], CallOptions::default())).unwrap();
        } else {
            assert_eq!(outcome.unwrap_err().code, "TOKEN_UNAVAILABLE");
        }
        assert_eq!(world.asked().len(), 2, "{slow_ms} {portal_accepts}");
        assert_eq!(
            world.seen().len(),
            2 + usize::from(portal_accepts),
            "{slow_ms} {portal_accepts}"
        );
    }
}

#[test]
fn a_hanging_refresh_fails_one_call_while_the_token_is_valid() {
    let world = VirtualHost::with_tokens(
        |_| Reply::ok(r#"{"result":true}"#),
        move |_| Ok(Token { expires_at: after_start(3_600_000.0), ..token("t") }),
    );
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    world.run(client.call("a", &[], CallOptions::default())).unwrap();
    world.run(world.sleep_ms(3_600_000.0 - 50_000.0));
    let _ = world.clone().with_slow_tokens(1e9);
    let options = CallOptions { deadline_ms: Some(5_000.0), ..CallOptions::default() };
    assert_eq!(world.run(client.call("a", &[], options)).unwrap_err().code, "TOKEN_UNAVAILABLE");
    world.run(client.call("a", &[], options)).unwrap();
}
