//! Tokens from a source: requested once, refreshed on expiry, shared by all calls.

use std::cell::Cell;

use b24_users::auth::{Auth, Secret, Token, TokenReason};
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions};
use b24_users::error::{Error, ErrorKind};
use b24_users::ids::IdInput;
use b24_users::time::Millis;
use futures_util::future::{join, join_all};

use crate::virtual_host::{RecordedRequest, Reply, VirtualHost, after_start, token};

/// A list with one id.
fn one_id(id: u32) -> [IdInput; 1] {
    [IdInput::Number(f64::from(id))]
}

/// Accepts only the second token.
fn accept_only_the_second(request: &RecordedRequest) -> Reply {
    match request.form["auth"].as_str() {
        "second" => Reply::ok(r#"{"result":[]}"#).after(20.0),
        _ => Reply::Response(401, br#"{"error":"expired_token","error_description":""}"#.into())
            .after(20.0),
    }
}

fn first_then_second(reason: TokenReason) -> Result<Token, Error> {
    Ok(token(match reason {
        TokenReason::Initial => "first",
        TokenReason::Moved | TokenReason::Expired => "second",
    }))
}

#[test]
fn a_token_is_requested_at_first_use_and_reused() {
    let host = VirtualHost::with_tokens(|_| Reply::ok(r#"{"result":[]}"#), first_then_second);
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    assert_eq!(host.token_requests(), []);
    for id in 1..=2 {
        host.run(client.get_users(one_id(id), GetUsersOptions::default(), |_| ())).unwrap();
    }
    assert_eq!(host.token_requests(), [TokenReason::Initial]);
}

// spec: error.expired_token
#[test]
fn fifty_calls_with_an_expired_token_share_one_refresh() {
    let host = VirtualHost::with_tokens(accept_only_the_second, first_then_second);
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let calls = (1..=50).map(|id| client.get_users(one_id(id), GetUsersOptions::default(), |_| ()));
    for outcome in host.run(join_all(calls)) {
        assert!(outcome.unwrap().time.requests <= 2, "none is retried more than once");
    }
    assert_eq!(host.token_requests(), [TokenReason::Initial, TokenReason::Expired]);
}

// spec: error.expired_token
#[test]
fn a_repeatedly_rejected_token_is_an_error() {
    let host = VirtualHost::with_tokens(accept_only_the_second, |_| Ok(token("stale")));
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let outcome = host.run(client.get_users(one_id(4), GetUsersOptions::default(), |_| ()));
    let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((error.code.as_str(), error.kind), ("expired_token", ErrorKind::Auth));
    assert_eq!(host.requests().len(), 2);
}

#[test]
fn a_token_is_refreshed_before_its_known_expiry() {
    let issued = Cell::new(0);
    let host = VirtualHost::with_tokens(
        |_| Reply::ok(r#"{"result":[]}"#),
        move |_| {
            issued.set(issued.get() + 1);
            let mut token = token(&format!("token{}", issued.get()));
            token.expires_at = after_start(70_000.0).filter(|_| issued.get() == 1);
            Ok(token)
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    for id in 1..=2 {
        host.run(client.get_users(one_id(id), GetUsersOptions::default(), |_| ())).unwrap();
        // 59 seconds before its expiry: less than a request may take.
        host.run(host.sleep_ms(11_000.0));
    }
    assert_eq!(host.token_requests(), [TokenReason::Initial, TokenReason::Expired]);
    assert_eq!(host.requests()[1].form["auth"], "token2");
}

/// Issues a token that expires `ms` after the start, by the local clock.
fn token_expiring_after(ms: f64) -> impl Fn(TokenReason) -> Result<Token, Error> {
    move |_| Ok(Token { expires_at: after_start(ms), ..token("t") })
}

#[test]
fn with_a_skewed_clock_a_token_is_requested_once_and_the_portal_decides() {
    for ms in [-1e12, -3_600_000.0, -1.0, 0.0, 1.0, 30_000.0, 59_000.0] {
        let host =
            VirtualHost::with_tokens(|_| Reply::ok(r#"{"result":[]}"#), token_expiring_after(ms));
        let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
        for id in 1..=3 {
            host.run(client.get_users(one_id(id), GetUsersOptions::default(), |_| ())).unwrap();
            host.run(host.sleep_ms(20_000.0));
        }
        assert_eq!(
            (host.token_requests(), host.requests().len()),
            (vec![TokenReason::Initial], 3),
            "{ms}"
        );
    }
}

#[test]
fn a_refreshed_token_is_used_even_if_expired_by_the_local_clock() {
    let issued = Cell::new(0);
    let host = VirtualHost::with_tokens(accept_only_the_second, move |reason| {
        issued.set(issued.get() + 1);
        Ok(Token { expires_at: after_start(-1.0), ..first_then_second(reason)? })
    });
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    for id in 1..=3 {
        host.run(client.get_users(one_id(id), GetUsersOptions::default(), |_| ())).unwrap();
    }
    assert_eq!(host.token_requests(), [TokenReason::Initial, TokenReason::Expired]);
}

// spec: error.invalid_token
#[test]
fn an_invalid_token_is_refreshed_once() {
    let fail = |_: &RecordedRequest| Reply::Response(401, br#"{"error":"invalid_token"}"#.into());
    let host = VirtualHost::with_tokens(fail, first_then_second);
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let outcome = host.run(client.get_users(one_id(4), GetUsersOptions::default(), |_| ()));
    assert!(matches!(outcome, Err(GetUsersError::Failed(error)) if error.code == "invalid_token"));
    assert_eq!(host.token_requests(), [TokenReason::Initial, TokenReason::Expired]);
    assert_eq!(host.requests().len(), 2);
}

#[test]
fn a_token_returned_again_is_refreshed_when_rejected() {
    let issued = Cell::new(0);
    let host = VirtualHost::with_tokens(
        |request| match (request.ids()[0], request.form["auth"].as_str()) {
            // A late rejection.
            (4, "first") => accept_only_the_second(request).after(30_000.0),
            _ => Reply::ok(r#"{"result":[]}"#),
        },
        move |_| {
            issued.set(issued.get() + 1);
            let expires_at = after_start(70_000.0).filter(|_| issued.get() == 1);
            Ok(Token { expires_at, ..token(if issued.get() <= 2 { "first" } else { "second" }) })
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let get = |id| client.get_users(one_id(id), GetUsersOptions::default(), |_| ());
    let (late, soon) = host.run(join(get(4), async {
        host.sleep_ms(20_000.0).await;
        get(5).await
    }));
    assert!(late.is_ok() && soon.is_ok(), "{late:?}");
    assert_eq!(host.token_requests().len(), 3);
}

#[test]
fn the_portal_of_a_new_token_is_used() {
    let host = VirtualHost::with_tokens(accept_only_the_second, |reason| {
        let portal = match reason {
            TokenReason::Initial => "old.bitrix24.com",
            TokenReason::Moved | TokenReason::Expired => "new.bitrix24.com",
        };
        Ok(Token { portal: Some(portal.into()), ..first_then_second(reason)? })
    });
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    host.run(client.get_users(one_id(4), GetUsersOptions::default(), |_| ())).unwrap();
    let urls: Vec<_> = host.requests().into_iter().map(|request| request.url).collect();
    assert_eq!(
        urls,
        ["old", "new"].map(|name| format!("https://{name}.bitrix24.com/rest/im.user.list.get"))
    );
}

#[test]
fn users_of_another_portal_are_evicted() {
    let issued = Cell::new(0);
    let host = VirtualHost::with_tokens(
        |request| {
            let id = request.ids()[0];
            let name = if request.url.contains("one") { "Of one" } else { "Of another" };
            Reply::ok(format!(r#"{{"result":[{{"id":{id},"name":"{name}"}}]}}"#))
        },
        move |_| {
            issued.set(issued.get() + 1);
            let name = if issued.get() == 1 { "one" } else { "another" };
            let expires_at = after_start(70_000.0).filter(|_| issued.get() == 1);
            let portal = Some(format!("{name}.bitrix24.com"));
            Ok(Token { portal, expires_at, ..token("t") })
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let name = |id| {
        let list =
            host.run(client.get_users(one_id(id), GetUsersOptions::default(), |_| ())).unwrap();
        list.users[0].name.clone()
    };
    assert_eq!((name(4), name(4)), ("Of one".into(), "Of one".into()));
    host.run(host.sleep_ms(20_000.0));
    assert_eq!((name(5), name(4)), ("Of another".into(), "Of another".into()));
}

#[test]
fn a_hanging_token_source_is_an_auth_error_at_the_deadline() {
    let hanging = || {
        VirtualHost::with_tokens(accept_only_the_second, first_then_second)
            .with_slow_tokens(f64::INFINITY)
    };
    for (deadline_ms, at_most_ms) in [(Some(500.0), 500), (None, 65_000)] {
        let options = || GetUsersOptions { deadline_ms, ..GetUsersOptions::default() };
        let host = hanging();
        let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
        let started = host.now_ms();
        let in_batch = match host.run(client.get_users(one_id(4), options(), |_| ())) {
            Err(GetUsersError::Failed(error)) => error,
            other => panic!("{other:?}"),
        };
        assert_eq!(Millis::new(host.now_ms() - started).for_display(), at_most_ms);
        let alone = host.run(client.get_current_user(options())).unwrap_err();
        let joined = host.run(client.load_user(IdInput::Number(4.0), options())).unwrap_err();
        for error in [in_batch, alone, joined] {
            assert_eq!(
                (error.code.as_str(), error.kind),
                ("TOKEN_UNAVAILABLE", ErrorKind::Auth),
                "{error}"
            );
        }
        assert_eq!(host.requests().len(), 0);
    }
}

#[test]
fn a_failing_token_source_is_an_auth_error() {
    let fail = |_| Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "`getToken` failed"));
    let host = VirtualHost::with_tokens(|_| unreachable!(), fail);
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let outcome = host.run(client.get_users(one_id(4), GetUsersOptions::default(), |_| ()));
    let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((error.code.as_str(), error.kind), ("TOKEN_UNAVAILABLE", ErrorKind::Auth));
}

#[test]
fn a_fixed_token_is_not_refreshed() {
    let host = VirtualHost::new(accept_only_the_second);
    let client = Client::new(host.clone(), Auth::Token(token("first")), ClientOptions::default());
    let outcome = host.run(client.get_users(one_id(4), GetUsersOptions::default(), |_| ()));
    assert!(matches!(outcome, Err(GetUsersError::Failed(error)) if error.code == "expired_token"));
    assert_eq!(host.requests().len(), 1);
}

#[test]
fn queued_requests_use_the_current_token() {
    let issued = Cell::new(0);
    let respond = |request: &RecordedRequest| match request.form["auth"].as_str() {
        "t2" => Reply::ok(r#"{"result":[]}"#).after(300.0),
        _ => Reply::Response(401, br#"{"error":"expired_token"}"#.into()).after(300.0),
    };
    let host = VirtualHost::with_tokens(respond, move |_| {
        issued.set(issued.get() + 1);
        Ok(Token { access_token: Secret::new(format!("t{}", issued.get())), ..token("") })
    });
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let calls =
        (1..=100).map(|id| client.get_users(one_id(id), GetUsersOptions::default(), |_| ()));
    assert!(host.run(join_all(calls)).iter().all(Result::is_ok));
    assert_eq!(client.stats().refreshes, 1);
    assert!(
        host.requests().len() <= 100 + 4,
        "only the slow start is retried: {}",
        host.requests().len()
    );
}

#[test]
fn waiting_calls_share_one_failed_token_request() {
    let fail = |_| Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x"));
    let host = VirtualHost::with_tokens(|_| unreachable!(), fail);
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let calls =
        (1..=100).map(|id| client.get_users(one_id(id), GetUsersOptions::default(), |_| ()));
    assert!(host.run(join_all(calls)).iter().all(Result::is_err));
    assert_eq!(host.token_requests().len(), 1);
    host.run(client.get_users(one_id(1), GetUsersOptions::default(), |_| ())).unwrap_err();
    assert_eq!(host.token_requests().len(), 2, "a later call requests it again");
}

#[test]
fn a_shared_failed_refresh_is_counted_once() {
    let issue_token = |reason| match reason {
        TokenReason::Initial => Ok(token("first")),
        TokenReason::Moved | TokenReason::Expired => {
            Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x"))
        }
    };
    let host = VirtualHost::with_tokens(accept_only_the_second, issue_token);
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let calls = (1..=4).map(|id| client.get_users(one_id(id), GetUsersOptions::default(), |_| ()));
    assert!(host.run(join_all(calls)).iter().all(Result::is_err));
    let refreshes =
        host.token_requests().iter().filter(|&&reason| reason == TokenReason::Expired).count();
    assert_eq!(client.stats().refreshes as usize, refreshes);
}
