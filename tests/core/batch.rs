//! `batch`, against the fake portal.

use b24_users::auth::Auth;
use b24_users::client::Command;
use b24_users::client::{CallOptions, Client, ClientOptions, Limits};
use b24_users::error::Result;
use b24_users::protocol::RestResponse;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fake_server::FakeServer;
use crate::helpers::host_and_client;
use crate::raw_call::params;
use crate::virtual_host::{Reply, START_MS, Server, VirtualHost, token};

const SAFE: CallOptions =
    CallOptions { deadline_ms: None, elapsed_ms: 0.0, idempotent: Some(true) };

pub fn command(name: &str, method: &str, fields: &[(&str, &str)]) -> Command {
    Command { name: name.into(), method: method.into(), params: params(fields) }
}

fn user(name: &str, id: &str) -> Command {
    command(name, "im.user.get", &[("ID", id)])
}

/// The ids of the members of a chat, and their records.
fn chat_and_users(chat: &str) -> Vec<Command> {
    vec![
        command("members", "im.chat.user.list", &[("CHAT_ID", chat)]),
        command(
            "users",
            "im.user.list.get",
            &[("ID", "$result[members]"), ("RESULT_TYPE", "array")],
        ),
    ]
}

fn run(
    host: &VirtualHost,
    client: &Client<VirtualHost>,
    commands: &[Command],
) -> Vec<Result<RestResponse>> {
    host.run(client.batch(commands, CallOptions::default())).unwrap()
}

/// The outcome of each command: the user's id, the number of entries, or the error's code.
fn summarize(outcomes: &[Result<RestResponse>]) -> Vec<String> {
    let summarize_one = |outcome: &Result<RestResponse>| match outcome {
        Ok(response) => match serde_json::from_str::<Value>(response.result.as_str()).unwrap() {
            Value::Array(entries) => format!("{} entries", entries.len()),
            Value::Object(user) => user["id"].to_string(),
            other => other.to_string(),
        },
        Err(error) => error.code.clone(),
    };
    outcomes.iter().map(summarize_one).collect()
}

// spec: batch.length, batch.names, batch.digits
#[test]
fn commands_are_sent_in_batches_of_fifty() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    let commands: Vec<_> = (101..221).map(|id| user(&id.to_string(), &id.to_string())).collect();
    let outcomes = run(&host, &client, &commands);
    let expected: Vec<_> = (101..221)
        .map(|id| if id % 100 == 99 { "USER_NOT_EXISTS".into() } else { id.to_string() })
        .collect();
    assert_eq!(summarize(&outcomes), expected);
    let sizes: Vec<_> = host
        .requests()
        .iter()
        .map(|request| request.form.keys().filter(|key| key.starts_with("cmd")).count())
        .collect();
    assert_eq!(sizes, [50, 50, 20]);
    assert!(host.requests().iter().all(|request| request.form["halt"] == "0"));
}

#[test]
fn an_empty_batch_sends_no_request() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    assert!(run(&host, &client, &[]).is_empty());
    assert!(host.requests().is_empty());
}

#[test]
fn any_command_name_is_valid() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    for name in ["", "0", "__proto__", "result", "a b", "]", "ключ"] {
        let commands = [
            user(name, "4"),
            command("to", "im.user.get", &[("ID", &format!("$result[{name}][id]"))]),
        ];
        assert_eq!(summarize(&run(&host, &client, &commands)), ["4", "4"], "{name}");
    }
}

#[test]
fn each_command_has_its_page_and_time() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    let outcomes = run(&host, &client, &[command("all", "user.get", &[]), user("me", "1")]);
    let [all, me] = &outcomes[..] else { panic!("two") };
    let (all, me) = (all.as_ref().unwrap(), me.as_ref().unwrap());
    assert_eq!(all.next, Some(50.0));
    assert!(all.total > Some(500.0) && all.time.duration.is_some());
    assert_eq!((me.next, me.total), (None, None));
}

// spec: references.whole, references.totals
#[test]
fn commands_connected_by_references_share_a_request() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    let mut commands = chat_and_users("12");
    commands.push(user("me", "1"));
    commands.push(command("first", "im.user.get", &[("ID", "$result[users][1][id]")]));
    assert_eq!(summarize(&run(&host, &client, &commands)), ["12 entries", "12 entries", "1", "4"]);
    assert_eq!(host.requests().len(), 1);
    // At any distance in the list.
    let mut far: Vec<_> = (0..60).map(|number| user(&format!("u{number}"), "5")).collect();
    far.push(command("late", "im.user.get", &[("ID", "$result[u3][id]")]));
    let outcomes = run(&host, &client, &far);
    assert!(summarize(&outcomes).iter().all(|summary| summary == "5"));
    assert_eq!(host.requests().len(), 3);
}

// spec: references.failed, references.halt
#[test]
fn a_command_that_references_a_failed_one_is_not_executed() {
    let portal = FakeServer::new(1000);
    let (host, client) = host_and_client(&portal);
    // Without `halt`, the portal would return user 1 for the second command: see
    // crates/fake-portal/tests/batch.rs.
    let mut commands = vec![user("me", "1")];
    commands.extend(chat_and_users("1"));
    commands.push(user("other", "4"));
    assert_eq!(
        summarize(&run(&host, &client, &commands)),
        ["1", "ACCESS_ERROR", "COMMAND_SKIPPED", "4"]
    );
    assert!(!portal.commands().contains(&"im.user.list.get".into()));
    // Commands that had not started were sent in a second request; none was executed twice.
    assert_eq!(host.requests().len(), 2);
    assert_eq!(portal.commands().len(), 3);
}

// spec: references.unresolved
#[test]
fn an_unresolved_reference_fails_and_does_not_return_user_1() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    for id in [
        "$result[members][99]",
        "$result[members][0][ID]",
        "$result[members][x]",
        "$total[members]",
        "$next[members]",
    ] {
        let mut commands = chat_and_users("12");
        commands[1].params[0] = ("ID[]".into(), id.into());
        commands.push(command("then", "im.user.get", &[("ID", "$result[users][0][id]")]));
        let outcomes = summarize(&run(&host, &client, &commands));
        assert_eq!(outcomes[0], "12 entries");
        assert!(
            ["UNRESOLVED_REFERENCE", "INVALID_FORMAT"].contains(&&*outcomes[1]),
            "{id}: {outcomes:?}"
        );
        assert!(
            ["UNRESOLVED_REFERENCE", "COMMAND_SKIPPED"].contains(&&*outcomes[2]),
            "{id}: {outcomes:?}"
        );
    }
    // An unset status, `false` or `null`, is no id either.
    let none = [
        command("none", "im.user.status.idle.end", &[]),
        command("to", "im.user.get", &[("ID", "$result[none][0]")]),
    ];
    assert_eq!(summarize(&run(&host, &client, &none))[1], "UNRESOLVED_REFERENCE");
}

// spec: references.text, references.greedy
#[test]
fn invalid_commands_are_rejected_before_any_request() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    let long: Vec<_> = (0..51)
        .map(|number| match number {
            0 => user("0", "4"),
            _ => command(
                &number.to_string(),
                "im.user.get",
                &[("ID", &format!("$result[{}][id]", number - 1))],
            ),
        })
        .collect();
    for commands in [
        vec![user("a", "4"), user("b", "$result[c][id]")],
        vec![user("a", "$result[b][id]"), user("b", "4")],
        vec![user("a", "$result[a][id]")],
        vec![user("a", "4"), user("b", "[$result[a][id],$result[a][id]]")],
        long,
    ] {
        let error = host.run(client.batch(&commands, CallOptions::default())).unwrap_err();
        assert_eq!(error.code, "INVALID_REFERENCE", "{commands:?}");
    }
    let error =
        host.run(client.batch(&[command("a", "../x", &[])], CallOptions::default())).unwrap_err();
    assert_eq!(error.code, "INVALID_METHOD");
    assert!(host.requests().is_empty());
}

#[test]
fn transient_failures_are_retried_if_safe() {
    let once = |code: &str| json!([{ "kind": "error", "code": code, "method": "im.user.get", "times": 1 }]);
    let commands = [user("a", "4"), user("b", "5")];
    // The portal checks its limits before it executes a command.
    let (host, client) =
        host_and_client(&FakeServer::new(1000).with_faults(once("OPERATION_TIME_LIMIT")));
    assert_eq!(summarize(&run(&host, &client, &commands)), ["4", "5"]);
    let (host, client) =
        host_and_client(&FakeServer::new(1000).with_faults(once("INTERNAL_SERVER_ERROR")));
    assert_eq!(summarize(&run(&host, &client, &commands)), ["INTERNAL_SERVER_ERROR", "5"]);
    let (host, client) =
        host_and_client(&FakeServer::new(1000).with_faults(once("INTERNAL_SERVER_ERROR")));
    assert_eq!(summarize(&host.run(client.batch(&commands, SAFE)).unwrap()), ["4", "5"]);
    // A group whose last command failed is partly executed: it is retried only as a whole, and only
    // if idempotent.
    let late = json!([{ "kind": "error", "code": "OPERATION_TIME_LIMIT", "method": "im.user.list.get", "times": 1 }]);
    let (host, client) = host_and_client(&FakeServer::new(1000).with_faults(late.clone()));
    assert_eq!(
        summarize(&run(&host, &client, &chat_and_users("12"))),
        ["12 entries", "OPERATION_TIME_LIMIT"]
    );
    let (host, client) = host_and_client(&FakeServer::new(1000).with_faults(late));
    assert_eq!(
        summarize(&host.run(client.batch(&chat_and_users("12"), SAFE)).unwrap()),
        ["12 entries", "12 entries"]
    );
}

#[test]
fn results_are_kept_when_a_later_request_fails() {
    let commands: Vec<_> = (0..120).map(|_| user("", "4")).collect();
    let count = |outcomes: &[Result<RestResponse>], what: &str| {
        summarize(outcomes).iter().filter(|summary| *summary == what).count()
    };
    // A failed request affects only its own commands, a network failure all remaining ones.
    for (fault, code, failed, sent) in [
        (json!({ "kind": "html", "status": 500, "after": 1, "times": 1 }), "BAD_RESPONSE", 50, 3),
        (json!({ "kind": "reset", "after": 1 }), "NETWORK_ERROR", 70, 2),
    ] {
        let (host, client) = host_and_client(&FakeServer::new(1000).with_faults(json!([fault])));
        let outcomes = run(&host, &client, &commands);
        assert_eq!((count(&outcomes, code), count(&outcomes, "4")), (failed, 120 - failed));
        assert_eq!(host.requests().len(), sent);
    }
}

#[test]
fn a_batch_fails_only_without_any_response() {
    let (host, client) =
        host_and_client(&FakeServer::new(1000).with_faults(json!([{ "kind": "reset" }])));
    let error = host.run(client.batch(&[user("a", "4")], CallOptions::default())).unwrap_err();
    assert_eq!((error.code.as_str(), error.method.as_deref()), ("NETWORK_ERROR", Some("batch")));
    let (host, client) = host_and_client(&FakeServer::new(1000));
    assert_eq!(summarize(&run(&host, &client, &[user("a", "999")])), ["USER_NOT_EXISTS"]);
}

#[test]
fn results_are_kept_at_the_deadline() {
    let portal = FakeServer::new(1000).with_faults(json!([{ "kind": "hang", "after": 1 }]));
    let (host, client) = host_and_client(&portal);
    let commands: Vec<_> = (0..60).map(|_| user("", "4")).collect();
    let options = CallOptions::from(Some(5000.0));
    let outcomes = summarize(&host.run(client.batch(&commands, options)).unwrap());
    assert_eq!((&*outcomes[49], &*outcomes[50]), ("4", "DEADLINE_EXCEEDED"));
}

#[test]
fn command_errors_are_redacted() {
    let host = VirtualHost::new(|_| {
        let error = json!({ "error": "k7canary9", "error_description": "k7canary9 is bad" });
        Reply::ok(
            json!({ "result": { "result": [], "result_error": { "c0": error } } }).to_string(),
        )
    });
    let client =
        Client::new(host.clone(), Auth::Token(token("k7canary9")), ClientOptions::default());
    let outcomes = run(&host, &client, &[user("a", "4")]);
    assert!(!format!("{outcomes:?}").contains("k7canary9"));
}

#[test]
fn a_command_absent_from_the_response_fails() {
    let host =
        VirtualHost::new(|_| Reply::ok(r#"{"result":{"result":{"c0":null},"result_error":[]}}"#));
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    assert_eq!(
        summarize(&run(&host, &client, &[user("a", "4"), user("b", "5")])),
        ["null", "BAD_RESPONSE"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// With any references and failures, each command is executed at most once, and its outcome is
    /// the requested user or an error, never user 1.
    #[test]
    fn each_command_has_its_own_outcome(
        plan in proptest::collection::vec((any::<prop::sample::Index>(), 0..5_u8), 1..90)
    ) {
        let portal = FakeServer::new(1000);
        let server = portal.clone();
        let host = VirtualHost::new(move |request| server.respond(request, START_MS));
        let client = portal.client(&host, Limits::default());
        let mut commands = Vec::new();
        let mut expected: Vec<Option<u32>> = Vec::new();
        for (number, (index, kind)) in plan.into_iter().enumerate() {
            let name = number.to_string();
            match kind {
                0 => {
                    commands.push(user(&name, "999"));
                    expected.push(None);
                }
                1 | 2 if number > 0 => {
                    let to = index.index(number);
                    commands.push(user(&name, &format!("$result[{to}][id]")));
                    expected.push(expected[to]);
                }
                _ => {
                    commands.push(user(&name, "4"));
                    expected.push(Some(4));
                }
            }
        }
        match host.run(client.batch(&commands, CallOptions::default())) {
            Ok(outcomes) => {
                for (outcome, expected) in summarize(&outcomes).iter().zip(expected) {
                    match expected {
                        Some(id) => prop_assert!(outcome == &id.to_string() || outcome == "COMMAND_SKIPPED", "{}", outcome),
                        None => prop_assert!(["USER_NOT_EXISTS", "COMMAND_SKIPPED"].contains(&&**outcome), "{}", outcome),
                    }
                }
            }
            Err(error) => prop_assert_eq!(&*error.code, "INVALID_REFERENCE"),
        }
        prop_assert!(portal.commands().len() <= commands.len());
    }
}
