//! Slow and failing token requests.

use std::cell::Cell;

use b24_users::auth::{Auth, Token};
use b24_users::client::{CallOptions, Client, ClientOptions, GetUsersOptions};
use b24_users::error::{Error, ErrorKind};
use futures_util::future::join;

use crate::helpers::{default_options, user_id};
use crate::virtual_host::{
    RecordedRequest, Reply, START_MS, ScriptedServer, VirtualHost, after_start, token,
};

/// An application with one token, which lasts an hour.
fn without_refresh() -> VirtualHost {
    let issued = Cell::new(0);
    VirtualHost::with_tokens(
        |_| Reply::ok(r#"{"result":true}"#),
        move |_| {
            issued.set(issued.get() + 1);
            if issued.get() > 1 {
                return Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x"));
            }
            Ok(Token { expires_at: after_start(3_600_000.0), ..token("t") })
        },
    )
}

#[test]
fn a_slow_response_is_not_token_unavailable() {
    let issued = Cell::new(0);
    let host = VirtualHost::with_tokens(
        |request| if request.ids() == [4] { Reply::Hang } else { Reply::ok(r#"{"result":[]}"#) },
        move |_| {
            issued.set(issued.get() + 1);
            Ok(Token { expires_at: after_start(62_000.0), ..token(&format!("t{}", issued.get())) })
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let options = GetUsersOptions { deadline_ms: Some(10_000.0), ..default_options() };
    let (slow, _) = host.run(join(client.load_user(user_id(4), options), async {
        host.sleep_ms(5_000.0).await;
        let _ = host.clone().with_slow_tokens(20_000.0);
        client.load_user(user_id(5), default_options()).await
    }));
    assert_eq!(slow.unwrap_err().code, "DEADLINE_EXCEEDED");
}

#[test]
fn a_slow_bucket_update_is_not_token_unavailable() {
    let issued = Cell::new(0);
    let host = VirtualHost::with_tokens(
        |_| Reply::Response(503, r#"{"error":"QUERY_LIMIT_EXCEEDED"}"#.into()).after(6_000.0),
        move |_| {
            issued.set(issued.get() + 1);
            Ok(Token { expires_at: after_start(62_000.0), ..token(&format!("t{}", issued.get())) })
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let options = GetUsersOptions { deadline_ms: Some(10_000.0), ..default_options() };
    let (slow, _) = host.run(join(client.load_user(user_id(4), options), async {
        host.sleep_ms(5_000.0).await;
        host.delay_updates(20_000.0);
        let _ = host.clone().with_slow_tokens(20_000.0);
        client.load_user(user_id(5), options).await
    }));
    assert_eq!(slow.unwrap_err().code, "DEADLINE_EXCEEDED");
}

#[test]
fn a_failed_early_refresh_does_not_fail_the_call() {
    let issued = Cell::new(0);
    let host = VirtualHost::with_tokens(
        |_| Reply::ok(r#"{"result":true}"#),
        move |_| {
            issued.set(issued.get() + 1);
            if issued.get() == 2 {
                return Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x"));
            }
            Ok(Token { expires_at: after_start(3_600_000.0), ..token("t") })
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    host.run(client.call("a", &[], CallOptions::default())).unwrap();
    host.run(host.sleep_ms(3_600_000.0 - 50_000.0));
    let outcome = host.run(client.call("a", &[], CallOptions::default()));
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn a_failed_refresh_is_not_repeated_for_each_request() {
    let host = without_refresh();
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    host.run(client.call("a", &[], CallOptions::default())).unwrap();
    host.run(host.sleep_ms(3_600_000.0 - 50_000.0));
    for _ in 0..5 {
        host.run(client.call("a", &[], CallOptions::default())).unwrap();
    }
    assert_eq!((host.token_requests().len(), client.stats().refreshes), (2, 1));
    host.run(host.sleep_ms(11_000.0));
    host.run(client.call("a", &[], CallOptions::default())).unwrap();
    assert_eq!(host.token_requests().len(), 3);
}

#[test]
fn after_a_failed_refresh_the_portal_decides_whether_the_token_has_expired() {
    for (slow_ms, portal_accepts) in
        [(5.0, true), (5.0, false), (100_000.0, true), (100_000.0, false)]
    {
        let issued = Cell::new(0);
        let host = VirtualHost::with_server_and_tokens(
            ScriptedServer(move |_: &RecordedRequest, now| {
                if portal_accepts || now < START_MS + 1_000_000.0 {
                    Reply::ok(r#"{"result":true}"#)
                } else {
                    Reply::Response(401, br#"{"error":"expired_token"}"#.into())
                }
            }),
            move |_, _| {
                issued.set(issued.get() + 1);
                if issued.get() > 1 {
                    return Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x"));
                }
                Ok(Token { expires_at: after_start(3_600_000.0), ..token("t") })
            },
        );
        let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
        host.run(client.call("a", &[], CallOptions::default())).unwrap();
        host.run(host.sleep_ms(7_200_000.0));
        let _ = host.clone().with_slow_tokens(slow_ms);
        let outcome = host.run(client.call("a", &[], CallOptions::default()));
        if portal_accepts {
            outcome.unwrap();
            // No further token request shortly after a failed one.
            host.run(client.call("a", &[], CallOptions::default())).unwrap();
        } else {
            assert_eq!(outcome.unwrap_err().code, "TOKEN_UNAVAILABLE");
        }
        assert_eq!(host.token_requests().len(), 2, "{slow_ms} {portal_accepts}");
        assert_eq!(
            host.requests().len(),
            2 + usize::from(portal_accepts),
            "{slow_ms} {portal_accepts}"
        );
    }
}

#[test]
fn a_hanging_refresh_fails_one_call_while_the_token_is_valid() {
    let host = VirtualHost::with_tokens(
        |_| Reply::ok(r#"{"result":true}"#),
        move |_| Ok(Token { expires_at: after_start(3_600_000.0), ..token("t") }),
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    host.run(client.call("a", &[], CallOptions::default())).unwrap();
    host.run(host.sleep_ms(3_600_000.0 - 50_000.0));
    let _ = host.clone().with_slow_tokens(1e9);
    let options = CallOptions { deadline_ms: Some(5_000.0), ..CallOptions::default() };
    assert_eq!(host.run(client.call("a", &[], options)).unwrap_err().code, "TOKEN_UNAVAILABLE");
    host.run(client.call("a", &[], options)).unwrap();
}
