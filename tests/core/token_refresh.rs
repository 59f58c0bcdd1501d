//! One refresh for all concurrent calls, also after a failure and within batches.

use std::cell::Cell;
use std::rc::Rc;

use b24_users::auth::{Auth, Token, TokenReason};
use b24_users::client::Command;
use b24_users::client::{
    CallOptions, Client, ClientOptions, GetUsersError, GetUsersOptions, Limits,
};
use b24_users::error::{Error, ErrorKind};
use b24_users::ids::IdInput;
use futures_util::future::{join, join_all};
use serde_json::{Value, json};

use crate::helpers::{default_options, user_id};
use crate::raw_call::params;
use crate::virtual_host::{RecordedRequest, Reply, VirtualHost, token};

const EXPIRED: &str =
    r#"{"error":"expired_token","error_description":"The access token provided has expired."}"#;

fn expired() -> Reply {
    Reply::Response(401, EXPIRED.into()).after(50.0)
}

/// Issues the tokens `t1`, `t2` and so on.
fn numbered() -> impl Fn(TokenReason) -> Result<Token, Error> {
    let issued = Cell::new(0);
    move |_| {
        issued.set(issued.get() + 1);
        Ok(token(&format!("t{}", issued.get())))
    }
}

fn without_retries() -> ClientOptions {
    ClientOptions { retries: Some(0), ..ClientOptions::default() }
}

/// The error codes of fifty concurrent calls.
fn errors_of_fifty_calls(host: &VirtualHost, client: &Client<VirtualHost>) -> Vec<String> {
    let calls = (1..=50).map(|_| client.call("app.info", &[], CallOptions::default()));
    host.run(join_all(calls)).into_iter().map(|outcome| outcome.unwrap_err().code.clone()).collect()
}

// spec: error.expired_token
#[test]
fn repeated_expiry_causes_one_refresh() {
    let same = |_| Ok(token("the same"));
    for host in [
        VirtualHost::with_tokens(|_| expired(), same),
        VirtualHost::with_tokens(|_| expired(), numbered()),
    ] {
        let client = Client::new(host.clone(), Auth::Source, without_retries());
        assert!(errors_of_fifty_calls(&host, &client).iter().all(|code| code == "expired_token"));
        assert_eq!(host.token_requests(), [TokenReason::Initial, TokenReason::Expired]);
        // A later call requests a token again.
        host.run(client.call("app.info", &[], CallOptions::default())).unwrap_err();
        assert_eq!(host.token_requests().len(), 3);
    }
}

#[test]
fn repeated_expiry_in_get_users_causes_one_refresh() {
    let host = VirtualHost::with_tokens(|_| expired(), numbered());
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let lists = (0..20).map(|number| {
        let ids = (1..=120).map(move |id| IdInput::Number(f64::from(1000 * number + id)));
        client.get_users(ids, GetUsersOptions::default(), |_| ())
    });
    for outcome in host.run(join_all(lists)) {
        let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(error.code, "expired_token");
    }
    assert_eq!(host.token_requests().len(), 2);
}

#[test]
fn fifty_calls_share_one_failed_refresh() {
    let host = VirtualHost::with_tokens(
        |_| expired(),
        |reason| match reason {
            TokenReason::Initial => Ok(token("t")),
            _ => Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x")),
        },
    );
    let client = Client::new(host.clone(), Auth::Source, without_retries());
    assert!(errors_of_fifty_calls(&host, &client).iter().all(|code| code == "TOKEN_UNAVAILABLE"));
    assert_eq!(host.token_requests().len(), 2);
}

#[test]
fn long_waits_survive_several_token_expiries() {
    // Each token but the first is accepted twenty times.
    let uses = Rc::new(Cell::new(0));
    let counted = uses.clone();
    let issued = numbered();
    let host = VirtualHost::with_tokens(
        move |request: &RecordedRequest| {
            uses.set(uses.get() + 1);
            if &*request.form["auth"] == "t1" || uses.get() > 20 {
                expired()
            } else {
                Reply::ok(r#"{"result":1}"#)
            }
        },
        move |reason| {
            counted.set(0);
            issued(reason)
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let calls = (1..=50).map(|_| client.call("app.info", &[], CallOptions::default()));
    let outcomes = host.run(join_all(calls));
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert!((3..=5).contains(&host.token_requests().len()), "{:?}", host.token_requests());
}

/// A portal that reports an expired token for some commands, selected by `is_expired` from token
/// and command.
fn expiring(
    is_expired: impl Fn(&str, &str) -> bool + 'static,
) -> impl Fn(&RecordedRequest) -> Reply {
    move |request| {
        let auth = request.form["auth"].clone();
        let records =
            |ids: Vec<u64>| -> Value { ids.into_iter().map(|id| json!({ "id": id })).collect() };
        if !request.is_batch() {
            let method = request.url.rsplit('/').next().unwrap();
            if is_expired(&auth, method) {
                return expired();
            }
            let result =
                if method == "im.user.list.get" { records(request.ids()) } else { json!([7]) };
            return Reply::ok(json!({ "result": result }).to_string()).after(50.0);
        }
        let (mut results, mut errors) = (json!({}), json!({}));
        for number in 0.. {
            let name = format!("c{number}");
            let Some(command) = request.form.get(&format!("cmd[{name}]")) else { break };
            if is_expired(&auth, command) {
                errors[name] = json!({ "error": "expired_token", "error_description": "" });
                if request.form["halt"] == "1" {
                    break;
                }
            } else if command.starts_with("im.user.list.get") {
                let ids =
                    command.split_once("ID=[").map_or("", |(_, ids)| ids).trim_end_matches(']');
                results[name] = records(ids.split(',').filter_map(|id| id.parse().ok()).collect());
            } else {
                results[name] = json!([7]);
            }
        }
        let body = json!({ "result": { "result": results, "result_error": errors } });
        Reply::ok(body.to_string()).after(50.0)
    }
}

fn commands(methods: &[(&str, &str)]) -> Vec<Command> {
    let command = |(number, &(method, id)): (usize, &(&str, &str))| Command {
        name: format!("n{number}"),
        method: method.into(),
        params: params(&[("ID", id)]),
    };
    methods.iter().enumerate().map(command).collect()
}

// spec: error.expired_token
#[test]
fn a_command_whose_token_expires_within_a_batch_is_retried() {
    for is_whole in [false, true] {
        let is_expired =
            move |auth: &str, command: &str| auth == "t1" && (is_whole || command.starts_with('b'));
        let host = VirtualHost::with_tokens(expiring(is_expired), numbered());
        let client = Client::new(host.clone(), Auth::Source, without_retries());
        let commands = commands(&[("a.add", "1"), ("b.add", "2"), ("b.add", "3")]);
        let outcomes = host.run(client.batch(&commands, CallOptions::default())).unwrap();
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        assert_eq!(host.token_requests(), [TokenReason::Initial, TokenReason::Expired]);
        let requests = host.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(
            requests[1].form.contains_key("cmd[c2]"),
            is_whole,
            "only rejected commands are sent again"
        );
    }
}

#[test]
fn commands_executed_before_the_expiry_are_retried_only_if_idempotent() {
    for (idempotent, sent) in [(None, 1), (Some(true), 2)] {
        let is_expired = |auth: &str, command: &str| auth == "t1" && command.starts_with('b');
        let host = VirtualHost::with_tokens(expiring(is_expired), numbered());
        let client = Client::new(host.clone(), Auth::Source, without_retries());
        let commands = commands(&[("a.add", "1"), ("b.add", "$result[n0][0]")]);
        let options = CallOptions { idempotent, ..CallOptions::default() };
        let outcomes = host.run(client.batch(&commands, options)).unwrap();
        assert!(outcomes[0].is_ok());
        assert_eq!(outcomes[1].is_ok(), sent == 2, "{outcomes:?}");
        assert_eq!(host.requests().len(), sent);
    }
}

#[test]
fn users_after_a_token_expiry_within_a_batch_are_requested_again() {
    let is_expired = |auth: &str, command: &str| auth == "t1" && command.contains("[51,");
    let host = VirtualHost::with_tokens(expiring(is_expired), numbered());
    let client = Client::new(host.clone(), Auth::Source, without_retries());
    let ids = (1..=120).map(|id| IdInput::Number(f64::from(id)));
    let list = host.run(client.get_users(ids, GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!((list.users.len(), list.missing.len()), (120, 0));
    assert_eq!((host.token_requests().len(), host.requests().len()), (2, 2));
}

#[test]
fn chat_members_after_a_token_expiry_within_a_batch_are_requested_again() {
    for command in ["im.chat.user.list", "im.user.list.get"] {
        let is_expired = move |auth: &str, sent: &str| auth == "t1" && sent.starts_with(command);
        let host = VirtualHost::with_tokens(expiring(is_expired), numbered());
        let client = Client::new(host.clone(), Auth::Source, without_retries());
        // The stub returns no user for a reference, so that the users are loaded by id.
        let outcome = host.run(client.get_chat_users(&user_id(12), default_options(), |_| ()));
        let users: Vec<_> = outcome.unwrap().users.iter().map(|user| user.id.get()).collect();
        assert_eq!((users, host.token_requests().len()), (vec![7], 2), "{command}");
    }
}

#[test]
fn repeated_expiry_of_commands_causes_one_refresh() {
    let host = VirtualHost::with_tokens(expiring(|_, _| true), numbered());
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    let commands = commands(&[("a.get", "1"), ("b.get", "2")]);
    let batches = (0..20).map(|_| client.batch(&commands, CallOptions::default()));
    for outcome in host.run(join_all(batches)) {
        let codes = outcome.unwrap().into_iter().map(|outcome| outcome.unwrap_err().code.clone());
        assert_eq!(codes.collect::<Vec<_>>(), ["expired_token", "expired_token"]);
    }
    assert_eq!(host.token_requests().len(), 2);
}

/// An application that issues one token and refuses to refresh it, and a portal that reports it as
/// expired within batches.
fn logged_out() -> (VirtualHost, Client<VirtualHost>) {
    let issued = numbered();
    let issue_token = move |reason| match reason {
        TokenReason::Initial => issued(reason),
        _ => Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "Logged out")),
    };
    let host = VirtualHost::with_tokens(expiring(|_, _| true), issue_token);
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    (host, client)
}

#[test]
fn a_batch_ends_when_the_refresh_fails() {
    let (host, client) = logged_out();
    let options = CallOptions { deadline_ms: Some(3_600_000.0), ..CallOptions::default() };
    let outcomes =
        host.run(client.batch(&commands(&[("a.get", "1"), ("b.get", "2")]), options)).unwrap();
    for outcome in outcomes {
        assert_eq!(outcome.unwrap_err().code, "expired_token");
    }
    assert!(
        host.token_requests().len() <= 3 && host.requests().len() <= 3,
        "{} requests",
        host.requests().len()
    );
}

#[test]
fn a_lookup_ends_when_the_refresh_fails() {
    let (host, client) = logged_out();
    let ids = (1..=2500).map(|id| IdInput::Number(f64::from(id)));
    let outcome = host.run(client.get_users(ids, default_options(), |_| ()));
    let Err(GetUsersError::Failed(error)) = outcome else { panic!("no user can be loaded") };
    assert_eq!(error.kind, ErrorKind::Auth);
    assert!(
        host.token_requests().len() <= 3 && host.requests().len() <= 3,
        "{} requests",
        host.requests().len()
    );
}

#[test]
fn a_command_that_always_reports_expiry_causes_few_token_requests() {
    for is_lookup in [false, true] {
        let respond =
            expiring(|_, command| command.starts_with('b') || command.starts_with("im.user"));
        // Batches take longer than other calls.
        let respond = move |request: &RecordedRequest| {
            let reply = respond(request);
            if request.is_batch() { reply.after(150.0) } else { reply }
        };
        let host = VirtualHost::with_tokens(respond, numbered());
        let limits = Limits { burst: Some(1e4), per_second: Some(200.0), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        let client = Client::new(host.clone(), Auth::Source, options);
        let is_done = Cell::new(false);
        let (host, client, is_done) = (&host, &client, &is_done);
        // Each new token has been accepted before the batch ends.
        let others = (0..3).map(|number| async move {
            host.sleep_ms(f64::from(number) * 17.0).await;
            while !is_done.get() && host.token_requests().len() < 20 {
                client.call("app.info", &[], CallOptions::default()).await.unwrap();
            }
        });
        let work = async move {
            if is_lookup {
                let ids = (1..=120).map(|id| IdInput::Number(f64::from(id)));
                let outcome = client.get_users(ids, default_options(), |_| ()).await;
                assert!(outcome.is_err());
            } else {
                let commands = commands(&[("a.get", "1"), ("b.get", "2")]);
                let outcomes = client.batch(&commands, CallOptions::default()).await.unwrap();
                assert_eq!(outcomes[1].as_ref().unwrap_err().code, "expired_token");
            }
            is_done.set(true);
        };
        host.run(join(join_all(others), work));
        assert!(
            host.token_requests().len() <= 3,
            "{} token requests, lookup: {is_lookup}",
            host.token_requests().len()
        );
    }
}
