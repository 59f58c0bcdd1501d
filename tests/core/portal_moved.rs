//! A renamed portal: its old address redirects, and a new token may name the new one.

use std::cell::Cell;

use b24_users::auth::{Auth, Secret, Token, TokenReason};
use b24_users::client::{CallOptions, Client, ClientOptions, GetUsersOptions};
use b24_users::error::{Error, ErrorKind};
use b24_users::model::ClientEventKind;
use b24_users::transport::TransportError;
use futures_util::future::join_all;

use crate::helpers::user_id;
use crate::virtual_host::{RecordedRequest, Reply, VirtualHost, token};

fn at(portal: &str) -> Token {
    Token { portal: Some(format!("{portal}.bitrix24.com")), ..token("t") }
}

/// The old address redirects, the new one responds with a user.
fn moved(request: &RecordedRequest) -> Reply {
    if request.url.contains("//old") {
        return Reply::Error(TransportError::Redirected).after(20.0);
    }
    Reply::ok(r#"{"result":{"4":{"id":4}}}"#).after(20.0)
}

fn issue_token(reason: TokenReason) -> Result<Token, Error> {
    Ok(at(if reason == TokenReason::Moved { "new" } else { "old" }))
}

fn portal_names(host: &VirtualHost) -> Vec<String> {
    let name = |request: RecordedRequest| {
        request.url["https://".len()..].split('.').next().unwrap().to_owned()
    };
    host.requests().into_iter().map(name).collect()
}

fn get(host: &VirtualHost, client: &Client<VirtualHost>) -> Result<(), Error> {
    host.run(client.call("im.user.get", &[], CallOptions::default())).map(drop)
}

// spec: cors.redirect
#[test]
fn a_renamed_portal_is_followed_with_the_token_that_names_it() {
    let host = VirtualHost::with_tokens(moved, issue_token);
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let options = GetUsersOptions { fresh: Some(true), ..GetUsersOptions::default() };
    for _ in 0..2 {
        let list = host.run(client.get_users([user_id(4)], options, |_| ())).unwrap();
        assert_eq!(list.users.len(), 1);
    }
    assert_eq!(host.token_requests(), [TokenReason::Initial, TokenReason::Moved]);
    assert_eq!(portal_names(&host), ["old", "new", "new"]);
    assert_eq!(client.stats().refreshes, 1);
    let refreshes =
        host.events().into_iter().filter(|event| matches!(event.kind, ClientEventKind::Refresh {}));
    assert_eq!(refreshes.count(), 1);
}

#[test]
fn fifty_calls_to_a_renamed_portal_share_one_token_request() {
    let host = VirtualHost::with_tokens(moved, issue_token);
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let calls = (1..=50).map(|_| client.call("im.user.get", &[], CallOptions::default()));
    assert!(host.run(join_all(calls)).iter().all(Result::is_ok));
    assert_eq!(host.token_requests(), [TokenReason::Initial, TokenReason::Moved]);
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
        let host = VirtualHost::with_tokens(moved, source);
        let portal = Some("https://old.bitrix24.com/rest/".into());
        let options = ClientOptions { portal, ..ClientOptions::default() };
        let client = Client::new(host.clone(), Auth::Source, options);
        let calls = (1..=50).map(|_| client.call("im.user.get", &[], CallOptions::default()));
        for outcome in host.run(join_all(calls)) {
            let error = outcome.unwrap_err();
            assert_eq!((&*error.code, error.retryable), ("PORTAL_MOVED", false), "{error}");
        }
        assert_eq!(host.token_requests(), [TokenReason::Initial, TokenReason::Moved]);
        assert!(portal_names(&host).iter().all(|name| name == "old"));
        // A later call requests a token again, as the application may have one by then.
        get(&host, &client).unwrap_err();
        assert_eq!(host.token_requests().len(), 3);
    }
}

#[test]
fn the_portal_of_the_token_takes_precedence_over_the_options() {
    let host = VirtualHost::with_tokens(moved, |reason| match reason {
        TokenReason::Initial => Ok(Token { portal: None, ..token("t") }),
        _ => Ok(at("new")),
    });
    let options =
        ClientOptions { portal: Some("old.bitrix24.com".into()), ..ClientOptions::default() };
    let client = Client::new(host.clone(), Auth::Source, options);
    get(&host, &client).unwrap();
    assert_eq!(portal_names(&host), ["old", "new"]);
}

#[test]
fn a_portal_that_moves_back_and_forth_ends_with_an_error() {
    let issued = Cell::new(0);
    let host = VirtualHost::with_tokens(
        |_| Reply::Error(TransportError::Redirected),
        move |_| {
            issued.set(issued.get() + 1);
            Ok(at(["one", "two"][issued.get() % 2]))
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    assert_eq!(get(&host, &client).unwrap_err().code, "PORTAL_MOVED");
    assert_eq!((host.token_requests().len(), host.requests().len()), (2, 2));
    let calls = (1..=50).map(|_| client.call("im.user.get", &[], CallOptions::default()));
    assert!(host.run(join_all(calls)).iter().all(Result::is_err));
    assert!(host.token_requests().len() <= 4, "{:?}", host.token_requests());
}

#[test]
fn an_expired_token_is_refreshed_at_the_new_address() {
    let host = VirtualHost::with_tokens(
        |request| match &*request.form["auth"] {
            "fresh" => moved(request),
            _ if request.url.contains("//new") => {
                Reply::Response(401, br#"{"error":"expired_token"}"#.into())
            }
            _ => moved(request),
        },
        |reason| match reason {
            TokenReason::Expired => Ok(Token { access_token: Secret::new("fresh"), ..at("new") }),
            reason => issue_token(reason),
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    get(&host, &client).unwrap();
    assert_eq!(
        host.token_requests(),
        [TokenReason::Initial, TokenReason::Moved, TokenReason::Expired]
    );
}

#[test]
fn fixed_tokens_and_webhooks_are_not_moved() {
    let webhook = Secret::new("https://old.bitrix24.com/rest/1/code/");
    for auth in [Auth::Token(at("old")), Auth::Webhook(webhook)] {
        let host = VirtualHost::new(moved);
        let client = Client::new(host.clone(), auth, ClientOptions::default());
        assert_eq!(get(&host, &client).unwrap_err().code, "PORTAL_MOVED");
        assert_eq!(portal_names(&host), ["old"]);
    }
}

#[test]
fn a_redirected_call_is_retried_only_if_idempotent() {
    for (idempotent, token_requests) in [(None, 1), (Some(true), 2)] {
        let followed = |request: &RecordedRequest| {
            if request.url.contains("//old") {
                Reply::Error(TransportError::RedirectFollowed(200))
            } else {
                moved(request)
            }
        };
        let host = VirtualHost::with_tokens(followed, issue_token);
        let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
        let options = CallOptions { idempotent, ..CallOptions::default() };
        let outcome = host.run(client.call("crm.deal.add", &[], options));
        assert_eq!(
            (outcome.is_ok(), host.token_requests().len()),
            (token_requests == 2, token_requests)
        );
        if let Err(error) = outcome {
            assert_eq!((&*error.code, error.status), ("PORTAL_MOVED", Some(200)));
        }
    }
}
