//! Tokens from a source: requested once, refreshed on expiry, shared by all calls.

use std::cell::Cell;

use b24_users::auth::{Auth, Secret, Token, TokenReason};
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions};
use b24_users::error::{Error, ErrorKind};
use b24_users::ids::IdInput;
use b24_users::time::Millis;
use futures_util::future::{join, join_all};

use crate::virtual_host::{Reply, Seen, VirtualHost, after_start, token};

/// A user that nobody else asks for.
fn one(id: u32) -> [IdInput; 1] {
    [IdInput::Number(f64::from(id))]
}

/// Takes the second token only.
fn after_the_first(seen: &Seen) -> Reply {
    match seen.form["auth"].as_str() {
        "second" => Reply::ok(r#"{"result":[]}"#).after(20.0),
        _ => Reply::Answer(401, br#"{"error":"expired_token","error_description":""}"#.into())
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
    let world = VirtualHost::with_tokens(|_| Reply::ok(r#"{"result":[]}"#), first_then_second);
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    assert_eq!(world.asked(), []);
    for id in 1..=2 {
        world.run(client.get_users(one(id), GetUsersOptions::default(), |_| ())).unwrap();
    }
    assert_eq!(world.asked(), [TokenReason::Initial]);
}

// spec: error.expired_token
#[test]
fn fifty_calls_with_an_expired_token_share_one_refresh() {
    let world = VirtualHost::with_tokens(after_the_first, first_then_second);
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let calls = (1..=50).map(|id| client.get_users(one(id), GetUsersOptions::default(), |_| ()));
    for outcome in world.run(join_all(calls)) {
        assert!(outcome.unwrap().time.requests <= 2, "none is sent more than once again");
    }
    assert_eq!(world.asked(), [TokenReason::Initial, TokenReason::Expired]);
}

// spec: error.expired_token
#[test]
fn a_repeatedly_rejected_token_is_an_error() {
    let world = VirtualHost::with_tokens(after_the_first, |_| Ok(token("stale")));
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let outcome = world.run(client.get_users(one(4), GetUsersOptions::default(), |_| ()));
    let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((error.code.as_str(), error.kind), ("expired_token", ErrorKind::Auth));
    assert_eq!(world.seen().len(), 2);
}

#[test]
fn a_token_is_refreshed_before_its_known_expiry() {
    let issued = Cell::new(0);
    let world = VirtualHost::with_tokens(
        |_| Reply::ok(r#"{"result":[]}"#),
        move |_| {
            issued.set(issued.get() + 1);
            let mut token = token(&format!("token{}", issued.get()));
            token.expires_at = after_start(70_000.0).filter(|_| issued.get() == 1);
            Ok(token)
        },
    );
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    for id in 1..=2 {
        world.run(client.get_users(one(id), GetUsersOptions::default(), |_| ())).unwrap();
        // 59 seconds before its end: less than a request may take.
        world.run(world.sleep_ms(11_000.0));
    }
    assert_eq!(world.asked(), [TokenReason::Initial, TokenReason::Expired]);
    assert_eq!(world.seen()[1].form["auth"], "token2");
}

/// A token that this clock takes to end so long after the world's beginning.
fn ending_after(ms: f64) -> impl Fn(TokenReason) -> Result<Token, Error> {
    move |_| Ok(Token { expires_at: after_start(ms), ..token("t") })
}

#[test]
fn with_a_skewed_clock_a_token_is_requested_once_and_the_portal_decides() {
    for ms in [-1e12, -3_600_000.0, -1.0, 0.0, 1.0, 30_000.0, 59_000.0] {
        let world = VirtualHost::with_tokens(|_| Reply::ok(r#"{"result":[]}"#), ending_after(ms));
        let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
        for id in 1..=3 {
            world.run(client.get_users(one(id), GetUsersOptions::default(), |_| ())).unwrap();
            world.run(world.sleep_ms(20_000.0));
        }
        assert_eq!((world.asked(), world.seen().len()), (vec![TokenReason::Initial], 3), "{ms}");
    }
}

#[test]
fn a_refreshed_token_is_used_even_if_expired_by_the_local_clock() {
    let given = Cell::new(0);
    let world = VirtualHost::with_tokens(after_the_first, move |reason| {
        given.set(given.get() + 1);
        Ok(Token { expires_at: after_start(-1.0), ..first_then_second(reason)? })
    });
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    for id in 1..=3 {
        world.run(client.get_users(one(id), GetUsersOptions::default(), |_| ())).unwrap();
    }
    assert_eq!(world.asked(), [TokenReason::Initial, TokenReason::Expired]);
}

// spec: error.invalid_token
#[test]
fn an_invalid_token_is_refreshed_once() {
    let refuse = |_: &Seen| Reply::Answer(401, br#"{"error":"invalid_token"}"#.into());
    let world = VirtualHost::with_tokens(refuse, first_then_second);
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let outcome = world.run(client.get_users(one(4), GetUsersOptions::default(), |_| ()));
    assert!(matches!(outcome, Err(GetUsersError::Failed(error)) if error.code == "invalid_token"));
    assert_eq!(world.asked(), [TokenReason::Initial, TokenReason::Expired]);
    assert_eq!(world.seen().len(), 2);
}

#[test]
fn a_token_returned_again_is_refreshed_when_rejected() {
    let given = Cell::new(0);
    let world = VirtualHost::with_tokens(
        |seen| match (seen.ids()[0], seen.form["auth"].as_str()) {
            // Refused, and late.
            (4, "first") => after_the_first(seen).after(30_000.0),
            _ => Reply::ok(r#"{"result":[]}"#),
        },
        move |_| {
            given.set(given.get() + 1);
            let expires_at = after_start(70_000.0).filter(|_| given.get() == 1);
            Ok(Token { expires_at, ..token(if given.get() <= 2 { "first" } else { "second" }) })
        },
    );
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let get = |id| client.get_users(one(id), GetUsersOptions::default(), |_| ());
    let (late, soon) = world.run(join(get(4), async {
        world.sleep_ms(20_000.0).await;
        get(5).await
    }));
    assert!(late.is_ok() && soon.is_ok(), "{late:?}");
    assert_eq!(world.asked().len(), 3);
}

#[test]
fn the_portal_of_a_new_token_is_used() {
    let world = VirtualHost::with_tokens(after_the_first, |reason| {
        let portal = match reason {
            TokenReason::Initial => "old.bitrix24.com",
            TokenReason::Moved | TokenReason::Expired => "new.bitrix24.com",
        };
        Ok(Token { portal: Some(portal.into()), ..first_then_second(reason)? })
    });
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    world.run(client.get_users(one(4), GetUsersOptions::default(), |_| ())).unwrap();
    let urls: Vec<_> = world.seen().into_iter().map(|seen| seen.url).collect();
    assert_eq!(
        urls,
        ["old", "new"].map(|name| format!("https://{name}.bitrix24.com/rest/im.user.list.get"))
    );
}

#[test]
fn users_of_another_portal_are_evicted() {
    let given = Cell::new(0);
    let world = VirtualHost::with_tokens(
        |seen| {
            let id = seen.ids()[0];
            let name = if seen.url.contains("one") { "Of one" } else { "Of another" };
            Reply::ok(format!(r#"{{"result":[{{"id":{id},"name":"{name}"}}]}}"#))
        },
        move |_| {
            given.set(given.get() + 1);
            let name = if given.get() == 1 { "one" } else { "another" };
            let expires_at = after_start(70_000.0).filter(|_| given.get() == 1);
            let portal = Some(format!("{name}.bitrix24.com"));
            Ok(Token { portal, expires_at, ..token("t") })
        },
    );
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let name = |id| {
        let list =
            world.run(client.get_users(one(id), GetUsersOptions::default(), |_| ())).unwrap();
        list.users[0].name.clone()
    };
    assert_eq!((name(4), name(4)), ("Of one".into(), "Of one".into()));
    world.run(world.sleep_ms(20_000.0));
    assert_eq!((name(5), name(4)), ("Of another".into(), "Of another".into()));
}

#[test]
fn a_hanging_token_source_is_an_auth_error_at_the_deadline() {
    let hanging = || {
        VirtualHost::with_tokens(after_the_first, first_then_second).with_slow_tokens(f64::INFINITY)
    };
    for (deadline_ms, at_most_ms) in [(Some(500.0), 500), (None, 65_000)] {
        let options = || GetUsersOptions { deadline_ms, ..GetUsersOptions::default() };
        let world = hanging();
        let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
        let begun = world.now_ms();
        let one_of_many = match world.run(client.get_users(one(4), options(), |_| ())) {
            Err(GetUsersError::Failed(error)) => error,
            other => panic!("{other:?}"),
        };
        assert_eq!(Millis::new(world.now_ms() - begun).for_display(), at_most_ms);
        let alone = world.run(client.get_current_user(options())).unwrap_err();
        let joined = world.run(client.load_user(IdInput::Number(4.0), options())).unwrap_err();
        for error in [one_of_many, alone, joined] {
            assert_eq!(
                (error.code.as_str(), error.kind),
                ("TOKEN_UNAVAILABLE", ErrorKind::Auth),
                "{error}"
            );
        }
        assert_eq!(world.seen().len(), 0);
    }
}

#[test]
fn a_failing_token_source_is_an_auth_error() {
    let refuse = |_| Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "`getToken` failed"));
    let world = VirtualHost::with_tokens(|_| unreachable!(), refuse);
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let outcome = world.run(client.get_users(one(4), GetUsersOptions::default(), |_| ()));
    let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((error.code.as_str(), error.kind), ("TOKEN_UNAVAILABLE", ErrorKind::Auth));
}

#[test]
fn a_fixed_token_is_not_refreshed() {
    let world = VirtualHost::new(after_the_first);
    let client = Client::new(world.clone(), Auth::Token(token("first")), ClientOptions::default());
    let outcome = world.run(client.get_users(one(4), GetUsersOptions::default(), |_| ()));
    assert!(matches!(outcome, Err(GetUsersError::Failed(error)) if error.code == "expired_token"));
    assert_eq!(world.seen().len(), 1);
}

#[test]
fn queued_requests_use_the_current_token() {
    let given = Cell::new(0);
    let answer = |seen: &Seen| match seen.form["auth"].as_str() {
        "t2" => Reply::ok(r#"{"result":[]}"#).after(300.0),
        _ => Reply::Answer(401, br#"{"error":"expired_token"}"#.into()).after(300.0),
    };
    let world = VirtualHost::with_tokens(answer, move |_| {
        given.set(given.get() + 1);
        Ok(Token { access_token: Secret::new(format!("t{}", given.get())), ..token("") })
    });
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let calls = (1..=100).map(|id| client.get_users(one(id), GetUsersOptions::default(), |_| ()));
    assert!(world.run(join_all(calls)).iter().all(Result::is_ok));
    assert_eq!(client.stats().refreshes, 1);
    assert!(
        world.seen().len() <= 100 + 4,
        "only those that opened together: {}",
        world.seen().len()
    );
}

#[test]
fn waiting_calls_share_one_failed_token_request() {
    let refuse = |_| Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x"));
    let world = VirtualHost::with_tokens(|_| unreachable!(), refuse);
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let calls = (1..=100).map(|id| client.get_users(one(id), GetUsersOptions::default(), |_| ()));
    assert!(world.run(join_all(calls)).iter().all(Result::is_err));
    assert_eq!(world.asked().len(), 1);
    world.run(client.get_users(one(1), GetUsersOptions::default(), |_| ())).unwrap_err();
    assert_eq!(world.asked().len(), 2, "and again by who comes later");
}

#[test]
fn a_shared_failed_refresh_is_counted_once() {
    let give = |reason| match reason {
        TokenReason::Initial => Ok(token("first")),
        TokenReason::Moved | TokenReason::Expired => {
            Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x"))
        }
    };
    let world = VirtualHost::with_tokens(after_the_first, give);
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let calls = (1..=4).map(|id| client.get_users(one(id), GetUsersOptions::default(), |_| ()));
    assert!(world.run(join_all(calls)).iter().all(Result::is_err));
    let refreshes = world.asked().iter().filter(|&&reason| reason == TokenReason::Expired).count();
    assert_eq!(client.stats().refreshes as usize, refreshes);
}
