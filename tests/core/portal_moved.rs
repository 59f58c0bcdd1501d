//! A renamed portal: its old address redirects, and a new token may name the new one.

use std::cell::Cell;

use b24_users::auth::{Auth, Secret, Token, TokenReason};
use b24_users::client::{CallOptions, Client, ClientOptions, GetUsersOptions};
use b24_users::error::{Error, ErrorKind};
use b24_users::model::ClientEventKind;
use b24_users::transport::TransportError;
use futures_util::future::join_all;

use crate::helpers::one;
use crate::virtual_host::{Reply, Seen, VirtualHost, token};

fn at(portal: &str) -> Token {
    Token { portal: Some(format!("{portal}.bitrix24.com")), ..token("t") }
}

/// The old address redirects, the new one knows everybody.
fn moved(seen: &Seen) -> Reply {
    if seen.url.contains("//old") {
        return Reply::Fail(TransportError::Redirected).after(20.0);
    }
    Reply::ok(r#"{"result":{"4":{"id":4}}}"#).after(20.0)
}

fn told(reason: TokenReason) -> Result<Token, Error> {
    Ok(at(if reason == TokenReason::Moved { "new" } else { "old" }))
}

fn hosts(world: &VirtualHost) -> Vec<String> {
    let host = |seen: Seen| seen.url["https://".len()..].split('.').next().unwrap().to_owned();
    world.seen().into_iter().map(host).collect()
}

fn get(world: &VirtualHost, client: &Client<VirtualHost>) -> Result<(), Error> {
    world.run(client.call("im.user.get", &[], CallOptions::default())).map(drop)
}

// spec: cors.redirect
#[test]
fn a_renamed_portal_is_followed_with_the_token_that_names_it() {
    let world = VirtualHost::with_tokens(moved, told);
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let options = GetUsersOptions { fresh: Some(true), ..GetUsersOptions::default() };
    for _ in 0..2 {
        let list = world.run(client.get_users([one(4)], options, |_| ())).unwrap();
        assert_eq!(list.users.len(), 1);
    }
    assert_eq!(world.asked(), [TokenReason::Initial, TokenReason::Moved]);
    assert_eq!(hosts(&world), ["old", "new", "new"]);
    assert_eq!(client.stats().refreshes, 1);
    let refreshes = world
        .events()
        .into_iter()
        .filter(|event| matches!(event.kind, ClientEventKind::Refresh {}));
    assert_eq!(refreshes.count(), 1);
}

#[test]
fn fifty_calls_to_a_renamed_portal_share_one_token_request() {
    let world = VirtualHost::with_tokens(moved, told);
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let calls = (1..=50).map(|_| client.call("im.user.get", &[], CallOptions::default()));
    assert!(world.run(join_all(calls)).iter().all(Result::is_ok));
    assert_eq!(world.asked(), [TokenReason::Initial, TokenReason::Moved]);
}

#[test]
fn without_a_new_portal_the_redirect_is_the_error_after_one_token_request() {
    let sources: [fn(TokenReason) -> Result<Token, Error>; 4] = [
        |reason| match reason {
            TokenReason::Initial => Ok(at("old")),
            _ => Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x")),
        },
        |reason| Ok(at(if reason == TokenReason::Initial { "old" } else { "http://new" })),
        |_| Ok(Token { portal: None, ..token("t") }),
        |_| Ok(at("old")),
    ];
    for source in sources {
        let world = VirtualHost::with_tokens(moved, source);
        let portal = Some("https://old.bitrix24.com/rest/".into());
        let options = ClientOptions { portal, ..ClientOptions::default() };
        let client = Client::new(world.clone(), Auth::Source, options);
        let calls = (1..=50).map(|_| client.call("im.user.get", &[], CallOptions::default()));
        for outcome in world.run(join_all(calls)) {
            let error = outcome.unwrap_err();
            assert_eq!((&*error.code, error.retryable), ("PORTAL_MOVED", false), "{error}");
        }
        assert_eq!(world.asked(), [TokenReason::Initial, TokenReason::Moved]);
        assert!(hosts(&world).iter().all(|host| host == "old"));
        // Who comes later asks anew, as the application may know by then.
        get(&world, &client).unwrap_err();
        assert_eq!(world.asked().len(), 3);
    }
}

#[test]
fn the_portal_of_the_token_takes_precedence_over_the_options() {
    let world = VirtualHost::with_tokens(moved, |reason| match reason {
        TokenReason::Initial => Ok(Token { portal: None, ..token("t") }),
        _ => Ok(at("new")),
    });
    let options =
        ClientOptions { portal: Some("old.bitrix24.com".into()), ..ClientOptions::default() };
    let client = Client::new(world.clone(), Auth::Source, options);
    get(&world, &client).unwrap();
    assert_eq!(hosts(&world), ["old", "new"]);
}

#[test]
fn a_portal_that_moves_back_and_forth_ends_with_an_error() {
    let given = Cell::new(0);
    let world = VirtualHost::with_tokens(
        |_| Reply::Fail(TransportError::Redirected),
        move |_| {
            given.set(given.get() + 1);
            Ok(at(["one", "two"][given.get() % 2]))
        },
    );
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    assert_eq!(get(&world, &client).unwrap_err().code, "PORTAL_MOVED");
    assert_eq!((world.asked().len(), world.seen().len()), (2, 2));
    let calls = (1..=50).map(|_| client.call("im.user.get", &[], CallOptions::default()));
    assert!(world.run(join_all(calls)).iter().all(Result::is_err));
    assert!(world.asked().len() <= 4, "{:?}", world.asked());
}

#[test]
fn an_expired_token_is_refreshed_at_the_new_address() {
    let world = VirtualHost::with_tokens(
        |seen| match &*seen.form["auth"] {
            "fresh" => moved(seen),
            _ if seen.url.contains("//new") => {
                Reply::Answer(401, br#"{"error":"expired_token"}"#.into())
            }
            _ => moved(seen),
        },
        |reason| match reason {
            TokenReason::Expired => Ok(Token { access_token: Secret::new("fresh"), ..at("new") }),
            reason => told(reason),
        },
    );
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    get(&world, &client).unwrap();
    assert_eq!(world.asked(), [TokenReason::Initial, TokenReason::Moved, TokenReason::Expired]);
}

#[test]
fn fixed_tokens_and_webhooks_are_not_moved() {
    let webhook = Secret::new("https://old.bitrix24.com/rest/1/code/");
    for auth in [Auth::Token(at("old")), Auth::Webhook(webhook)] {
        let world = VirtualHost::new(moved);
        let client = Client::new(world.clone(), auth, ClientOptions::default());
        assert_eq!(get(&world, &client).unwrap_err().code, "PORTAL_MOVED");
        assert_eq!(hosts(&world), ["old"]);
    }
}

#[test]
fn a_redirected_call_is_retried_only_if_idempotent() {
    for (idempotent, asked) in [(None, 1), (Some(true), 2)] {
        let followed = |seen: &Seen| {
            if seen.url.contains("//old") {
                Reply::Fail(TransportError::Followed(200))
            } else {
                moved(seen)
            }
        };
        let world = VirtualHost::with_tokens(followed, told);
        let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
        let options = CallOptions { idempotent, ..CallOptions::default() };
        let outcome = world.run(client.call("crm.deal.add", &[], options));
        assert_eq!((outcome.is_ok(), world.asked().len()), (asked == 2, asked));
        if let Err(error) = outcome {
            assert_eq!((&*error.code, error.status), ("PORTAL_MOVED", Some(200)));
        }
    }
}
