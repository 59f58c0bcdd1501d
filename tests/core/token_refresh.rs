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

use crate::helpers::{none, one};
use crate::raw_call::params;
use crate::virtual_host::{Reply, Seen, VirtualHost, token};

const EXPIRED: &str =
    r#"{"error":"expired_token","error_description":"The access token provided has expired."}"#;

fn expired() -> Reply {
    Reply::Answer(401, EXPIRED.into()).after(50.0)
}

/// Gives `t1`, `t2` and so on.
fn numbered() -> impl Fn(TokenReason) -> Result<Token, Error> {
    let given = Cell::new(0);
    move |_| {
        given.set(given.get() + 1);
        Ok(token(&format!("t{}", given.get())))
    }
}

fn without_retries() -> ClientOptions {
    ClientOptions { retries: Some(0), ..ClientOptions::default() }
}

/// The codes that fifty calls made at once fail with.
fn fifty(world: &VirtualHost, client: &Client<VirtualHost>) -> Vec<String> {
    let calls = (1..=50).map(|_| client.call("app.info", &[], CallOptions::default()));
    world
        .run(join_all(calls))
        .into_iter()
        .map(|outcome| outcome.unwrap_err().code.clone())
        .collect()
}

// spec: error.expired_token
#[test]
fn repeated_expiry_causes_one_refresh() {
    let same = |_| Ok(token("the same"));
    for world in [
        VirtualHost::with_tokens(|_| expired(), same),
        VirtualHost::with_tokens(|_| expired(), numbered()),
    ] {
        let client = Client::new(world.clone(), Auth::Source, without_retries());
        assert!(fifty(&world, &client).iter().all(|code| code == "expired_token"));
        assert_eq!(world.asked(), [TokenReason::Initial, TokenReason::Expired]);
        // Who comes later asks anew.
        world.run(client.call("app.info", &[], CallOptions::default())).unwrap_err();
        assert_eq!(world.asked().len(), 3);
    }
}

#[test]
fn repeated_expiry_in_get_users_causes_one_refresh() {
    let world = VirtualHost::with_tokens(|_| expired(), numbered());
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let lists = (0..20).map(|number| {
        let ids = (1..=120).map(move |id| IdInput::Number(f64::from(1000 * number + id)));
        client.get_users(ids, GetUsersOptions::default(), |_| ())
    });
    for outcome in world.run(join_all(lists)) {
        let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(error.code, "expired_token");
    }
    assert_eq!(world.asked().len(), 2);
}

#[test]
fn fifty_calls_share_one_failed_refresh() {
    let world = VirtualHost::with_tokens(
        |_| expired(),
        |reason| match reason {
            TokenReason::Initial => Ok(token("t")),
            _ => Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "x")),
        },
    );
    let client = Client::new(world.clone(), Auth::Source, without_retries());
    assert!(fifty(&world, &client).iter().all(|code| code == "TOKEN_UNAVAILABLE"));
    assert_eq!(world.asked().len(), 2);
}

#[test]
fn long_waits_survive_several_token_expiries() {
    // Each token but the first is good for twenty requests.
    let uses = Rc::new(Cell::new(0));
    let counted = uses.clone();
    let given = numbered();
    let world = VirtualHost::with_tokens(
        move |seen: &Seen| {
            uses.set(uses.get() + 1);
            if &*seen.form["auth"] == "t1" || uses.get() > 20 {
                expired()
            } else {
                Reply::ok(r#"{"result":1}"#)
            }
        },
        move |reason| {
            counted.set(0);
            given(reason)
        },
    );
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let calls = (1..=50).map(|_| client.call("app.info", &[], CallOptions::default()));
    let outcomes = world.run(join_all(calls));
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert!((3..=5).contains(&world.asked().len()), "{:?}", world.asked());
}

/// A portal that calls some commands of a batch expired: those that `is_expired`, told the token
/// and the command.
fn expiring(is_expired: impl Fn(&str, &str) -> bool + 'static) -> impl Fn(&Seen) -> Reply {
    move |seen| {
        let auth = seen.form["auth"].clone();
        let people =
            |ids: Vec<u64>| -> Value { ids.into_iter().map(|id| json!({ "id": id })).collect() };
        if !seen.is_batch() {
            let method = seen.url.rsplit('/').next().unwrap();
            if is_expired(&auth, method) {
                return expired();
            }
            let result = if method == "im.user.list.get" { people(seen.ids()) } else { json!([7]) };
            return Reply::ok(json!({ "result": result }).to_string()).after(50.0);
        }
        let (mut results, mut errors) = (json!({}), json!({}));
        for number in 0.. {
            let name = format!("c{number}");
            let Some(command) = seen.form.get(&format!("cmd[{name}]")) else { break };
            if is_expired(&auth, command) {
                errors[name] = json!({ "error": "expired_token", "error_description": "" });
                if seen.form["halt"] == "1" {
                    break;
                }
            } else if command.starts_with("im.user.list.get") {
                let ids =
                    command.split_once("ID=[").map_or("", |(_, ids)| ids).trim_end_matches(']');
                results[name] = people(ids.split(',').filter_map(|id| id.parse().ok()).collect());
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
        let world = VirtualHost::with_tokens(expiring(is_expired), numbered());
        let client = Client::new(world.clone(), Auth::Source, without_retries());
        let commands = commands(&[("a.add", "1"), ("b.add", "2"), ("b.add", "3")]);
        let outcomes = world.run(client.batch(&commands, CallOptions::default())).unwrap();
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        assert_eq!(world.asked(), [TokenReason::Initial, TokenReason::Expired]);
        let seen = world.seen();
        assert_eq!(seen.len(), 2);
        assert_eq!(
            seen[1].form.contains_key("cmd[c2]"),
            is_whole,
            "only what was refused is sent again"
        );
    }
}

#[test]
fn commands_executed_before_the_expiry_are_retried_only_if_idempotent() {
    for (idempotent, sent) in [(None, 1), (Some(true), 2)] {
        let is_expired = |auth: &str, command: &str| auth == "t1" && command.starts_with('b');
        let world = VirtualHost::with_tokens(expiring(is_expired), numbered());
        let client = Client::new(world.clone(), Auth::Source, without_retries());
        let commands = commands(&[("a.add", "1"), ("b.add", "$result[n0][0]")]);
        let options = CallOptions { idempotent, ..CallOptions::default() };
        let outcomes = world.run(client.batch(&commands, options)).unwrap();
        assert!(outcomes[0].is_ok());
        assert_eq!(outcomes[1].is_ok(), sent == 2, "{outcomes:?}");
        assert_eq!(world.seen().len(), sent);
    }
}

#[test]
fn users_after_a_token_expiry_within_a_batch_are_requested_again() {
    let is_expired = |auth: &str, command: &str| auth == "t1" && command.contains("[51,");
    let world = VirtualHost::with_tokens(expiring(is_expired), numbered());
    let client = Client::new(world.clone(), Auth::Source, without_retries());
    let ids = (1..=120).map(|id| IdInput::Number(f64::from(id)));
    let list = world.run(client.get_users(ids, GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!((list.users.len(), list.missing.len()), (120, 0));
    assert_eq!((world.asked().len(), world.seen().len()), (2, 2));
}

#[test]
fn chat_members_after_a_token_expiry_within_a_batch_are_requested_again() {
    for command in ["im.chat.user.list", "im.user.list.get"] {
        let is_expired = move |auth: &str, told: &str| auth == "t1" && told.starts_with(command);
        let world = VirtualHost::with_tokens(expiring(is_expired), numbered());
        let client = Client::new(world.clone(), Auth::Source, without_retries());
        // The stub answers a reference with nobody, so that the lookup of the ids follows.
        let outcome = world.run(client.get_chat_users(&one(12), none(), |_| ()));
        let users: Vec<_> = outcome.unwrap().users.iter().map(|user| user.id.get()).collect();
        assert_eq!((users, world.asked().len()), (vec![7], 2), "{command}");
    }
}

#[test]
fn repeated_expiry_of_commands_causes_one_refresh() {
    let world = VirtualHost::with_tokens(expiring(|_, _| true), numbered());
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    let commands = commands(&[("a.get", "1"), ("b.get", "2")]);
    let batches = (0..20).map(|_| client.batch(&commands, CallOptions::default()));
    for outcome in world.run(join_all(batches)) {
        let codes = outcome.unwrap().into_iter().map(|outcome| outcome.unwrap_err().code.clone());
        assert_eq!(codes.collect::<Vec<_>>(), ["expired_token", "expired_token"]);
    }
    assert_eq!(world.asked().len(), 2);
}

/// An application that gives one token and refuses to renew it, and a portal that calls it expired
/// within batches.
fn logged_out() -> (VirtualHost, Client<VirtualHost>) {
    let given = numbered();
    let giving = move |reason| match reason {
        TokenReason::Initial => given(reason),
        _ => Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "Logged out")),
    };
    let world = VirtualHost::with_tokens(expiring(|_, _| true), giving);
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    (world, client)
}

#[test]
fn a_batch_ends_when_the_refresh_fails() {
    let (world, client) = logged_out();
    let options = CallOptions { deadline_ms: Some(3_600_000.0), ..CallOptions::default() };
    let outcomes =
        world.run(client.batch(&commands(&[("a.get", "1"), ("b.get", "2")]), options)).unwrap();
    for outcome in outcomes {
        assert_eq!(outcome.unwrap_err().code, "expired_token");
    }
    assert!(world.asked().len() <= 3 && world.seen().len() <= 3, "{} requests", world.seen().len());
}

#[test]
fn a_lookup_ends_when_the_refresh_fails() {
    let (world, client) = logged_out();
    let ids = (1..=2500).map(|id| IdInput::Number(f64::from(id)));
    let outcome = world.run(client.get_users(ids, none(), |_| ()));
    let Err(GetUsersError::Failed(error)) = outcome else { panic!("nobody can be had") };
    assert_eq!(error.kind, ErrorKind::Auth);
    assert!(world.asked().len() <= 3 && world.seen().len() <= 3, "{} requests", world.seen().len());
}

#[test]
fn a_command_that_always_reports_expiry_causes_few_token_requests() {
    for is_lookup in [false, true] {
        let answer =
            expiring(|_, command| command.starts_with('b') || command.starts_with("im.user"));
        // Batches take longer than other calls.
        let answer = move |seen: &Seen| {
            let reply = answer(seen);
            if seen.is_batch() { reply.after(150.0) } else { reply }
        };
        let world = VirtualHost::with_tokens(answer, numbered());
        let limits = Limits { burst: Some(1e4), per_second: Some(200.0), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        let client = Client::new(world.clone(), Auth::Source, options);
        let is_over = Cell::new(false);
        let (world, client, is_over) = (&world, &client, &is_over);
        // Each new token has been accepted by the time that the batch is answered.
        let others = (0..3).map(|number| async move {
            world.sleep_ms(f64::from(number) * 17.0).await;
            while !is_over.get() && world.asked().len() < 20 {
                client.call("app.info", &[], CallOptions::default()).await.unwrap();
            }
        });
        let work = async move {
            if is_lookup {
                let ids = (1..=120).map(|id| IdInput::Number(f64::from(id)));
                let outcome = client.get_users(ids, none(), |_| ()).await;
                assert!(outcome.is_err());
            } else {
                let commands = commands(&[("a.get", "1"), ("b.get", "2")]);
                let outcomes = client.batch(&commands, CallOptions::default()).await.unwrap();
                assert_eq!(outcomes[1].as_ref().unwrap_err().code, "expired_token");
            }
            is_over.set(true);
        };
        world.run(join(join_all(others), work));
        assert!(
            world.asked().len() <= 3,
            "asked {} times, lookup: {is_lookup}",
            world.asked().len()
        );
    }
}
