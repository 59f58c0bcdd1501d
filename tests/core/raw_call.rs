//! `call`, against the fake portal.

use b24_users::auth::{Auth, TokenReason};
use b24_users::client::Command;
use b24_users::client::{CallOptions, Client, ClientOptions, Limits, Params};
use b24_users::error::{Error, ErrorKind};
use b24_users::model::ClientEventKind;
use serde_json::{Value, json};

use crate::fake_server::FakeServer;
use crate::virtual_host::{Answers, Reply, START_MS, VirtualHost, token};

const SAFE: CallOptions = CallOptions { deadline_ms: None, idempotent: Some(true) };

fn beside(portal: &FakeServer) -> (VirtualHost, Client<VirtualHost>) {
    let world = VirtualHost::around(portal.clone());
    let client = portal.client(&world, Limits::default());
    (world, client)
}

pub fn params(fields: &[(&str, &str)]) -> Params {
    fields.iter().map(|&(name, value)| (name.into(), value.into())).collect()
}

fn scripted(body: &'static str) -> (VirtualHost, Client<VirtualHost>) {
    let world = VirtualHost::new(move |_| Reply::ok(body));
    let client = Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default());
    (world, client)
}

#[test]
fn results_are_returned_unchanged() {
    let result = r#"{"big":9007199254740993,"vast":1e999,"half":"\ud83d","twice":1,"twice":2}"#;
    let body = r#"{"result":{"big":9007199254740993,"vast":1e999,"half":"\ud83d","twice":1,"twice":2},
        "next":50,"total":120,"time":{"start":1,"finish":2.5,"duration":1.5,"processing":0,
        "date_start":"2026-03-02T12:00:00+03:00","date_finish":"2026-03-02T12:00:01+03:00","operating":0.25}}"#;
    let (world, client) = scripted(body);
    let answer = world.run(client.call("some.thing", &[], CallOptions::default())).unwrap();
    assert_eq!(answer.result.as_str(), result);
    assert_eq!((answer.next, answer.total), (Some(50.0), Some(120.0)));
    assert_eq!(
        json!(answer.time),
        json!({
            "start": 1.0, "finish": 2.5, "duration": 1.5, "processing": 0.0, "dateStart": "2026-03-02T12:00:00+03:00",
            "dateFinish": "2026-03-02T12:00:01+03:00", "operating": 0.25, "operatingResetAt": null,
        })
    );
}

#[test]
fn next_and_total_are_parsed_as_numbers() {
    for (value, expected) in [
        ("-1", Some(-1.0)),
        ("23.5", Some(23.5)),
        ("0", Some(0.0)),
        ("1e300", Some(1e300)),
        (r#""120""#, Some(120.0)),
        (r#""-1""#, None),
        (r#""many""#, None),
        ("true", None),
        ("null", None),
        ("[4]", None),
    ] {
        let world = VirtualHost::new(move |seen| {
            let body = format!(r#"{{"result":[],"next":{value},"total":{value}}}"#);
            let parts = format!(
                r#"{{"result":{{"c0":[]}},"result_next":{{"c0":{value}}},"result_total":{{"c0":{value}}}}}"#
            );
            Reply::ok(if seen.is_batch() { format!(r#"{{"result":{parts}}}"#) } else { body })
        });
        let client = Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default());
        let alone = world.run(client.call("im.recent.list", &[], CallOptions::default())).unwrap();
        assert_eq!((alone.next, alone.total), (expected, expected), "{value}");
        let command =
            Command { name: "a".into(), method: "im.recent.list".into(), params: Vec::new() };
        let mut batch = world.run(client.batch(&[command], CallOptions::default())).unwrap();
        let inner = batch.remove(0).unwrap();
        assert_eq!((inner.next, inner.total), (expected, expected), "{value} in a batch");
    }
}

#[test]
fn results_of_any_depth_are_returned() {
    let deep = format!("{}{}", "[".repeat(2000), "]".repeat(2000));
    let body = format!(r#"{{"result":{deep}}}"#);
    let world = VirtualHost::new(move |_| Reply::ok(body.clone()));
    let client = Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default());
    let answer = world.run(client.call("some.thing", &[], CallOptions::default())).unwrap();
    assert_eq!(answer.result.as_str(), deep);
}

#[test]
fn parameters_are_encoded_as_php_reads_them() {
    let (world, client) = beside(&FakeServer::new(1000));
    let filter = params(&[
        ("FILTER[ID][0]", "4"),
        ("FILTER[ID][1]", "5"),
        ("FILTER[%NAME]", "Emily"),
        ("start", "0"),
    ]);
    let answer = world.run(client.call("user.get", &filter, CallOptions::default())).unwrap();
    let rows = serde_json::from_str::<Value>(answer.result.as_str()).unwrap();
    assert_eq!(
        (rows[0]["ID"].as_str(), rows.as_array().unwrap().len(), answer.total),
        (Some("4"), 1, Some(1.0))
    );
    assert_eq!(world.seen()[0].form["FILTER[%NAME]"], "Emily");
}

// spec: error.ERROR_METHOD_NOT_FOUND
#[test]
fn errors_of_the_portal_are_returned() {
    let (world, client) = beside(&FakeServer::new(1000));
    let error = world.run(client.call("no.such.method", &[], CallOptions::default())).unwrap_err();
    assert_eq!((error.code.as_str(), error.status), ("ERROR_METHOD_NOT_FOUND", Some(404)));
    assert_eq!(error.method.as_deref(), Some("no.such.method"));
}

#[test]
fn invalid_method_names_never_become_part_of_a_url() {
    let (world, client) = beside(&FakeServer::new(1000));
    for method in [
        "",
        ".",
        "user.",
        ".get",
        "user..get",
        "../batch",
        "user/get",
        "user.get?a=1",
        "user.get#",
        "a b",
        "é",
        "%2e",
    ] {
        let error = world.run(client.call(method, &[], CallOptions::default())).unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.kind),
            ("INVALID_METHOD", ErrorKind::Request),
            "{method}"
        );
    }
    assert!(world.seen().is_empty());
    for method in ["user.get", "User.Get", "user.get.json", "some.method_2", "bizproc.robot-x"] {
        let _ = world.run(client.call(method, &[], CallOptions::default()));
    }
    assert_eq!(world.seen().len(), 5);
}

// spec: ids.max-input-vars
#[test]
fn fields_beyond_the_php_limit_are_rejected() {
    let (world, client) = beside(&FakeServer::new(2000));
    // Ids that end in 99 are nobody's.
    let ids = (101..2000).filter(|id| id % 100 != 99);
    let fields: Params = ids.map(|id| (format!("ID[{id}]"), id.to_string())).take(1000).collect();
    let error =
        world.run(client.call("im.user.list.get", &fields, CallOptions::default())).unwrap_err();
    assert_eq!((error.code.as_str(), world.seen().len()), ("INVALID_PARAMS", 0));
    let most = fields[..999].to_vec();
    let answer = world.run(client.call("im.user.list.get", &most, CallOptions::default())).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(answer.result.as_str()).unwrap().as_object().unwrap().len(),
        999
    );
}

fn faulty(rules: Value) -> FakeServer {
    FakeServer::new(1000).with_faults(rules)
}

#[test]
fn a_truncated_response_is_a_network_error() {
    let (world, client) = beside(&faulty(json!([{ "kind": "truncate", "bytes": 20, "times": 1 }])));
    let error = world.run(client.call("im.user.get", &[], CallOptions::default())).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.message.as_str()),
        ("NETWORK_ERROR", "The portal's answer broke off")
    );
}

#[test]
fn possibly_executed_calls_are_retried_only_if_idempotent() {
    for (fault, code) in [
        (json!([{ "kind": "reset", "times": 1 }]), "NETWORK_ERROR"),
        (json!([{ "kind": "html", "status": 502, "times": 1 }]), "BAD_RESPONSE"),
        (
            json!([{ "kind": "error", "code": "INTERNAL_SERVER_ERROR", "times": 1 }]),
            "INTERNAL_SERVER_ERROR",
        ),
        (json!([{ "kind": "hang", "times": 1 }]), "REQUEST_TIMEOUT"),
        (json!([{ "kind": "truncate", "bytes": 20, "times": 1 }]), "NETWORK_ERROR"),
    ] {
        let (world, client) = beside(&faulty(fault.clone()));
        let call = client.call("im.user.get", &[], CallOptions::default());
        let error = world.run(call).unwrap_err();
        assert_eq!((error.code.as_str(), world.seen().len()), (code, 1), "{fault}");

        // Unless the caller says that it may be.
        let (world, client) = beside(&faulty(fault.clone()));
        world.run(client.call("im.user.get", &[], SAFE)).unwrap();
        assert_eq!(world.seen().len(), 2, "{fault}");
    }
}

#[test]
fn calls_refused_before_execution_are_retried() {
    for code in ["QUERY_LIMIT_EXCEEDED", "OPERATION_TIME_LIMIT", "CONNECTION_ERROR"] {
        let (world, client) =
            beside(&faulty(json!([{ "kind": "error", "code": code, "times": 1 }])));
        world.run(client.call("im.user.get", &[], CallOptions::default())).unwrap();
        assert_eq!(world.seen().len(), 2, "{code}");
    }
}

#[test]
fn an_expired_token_is_refreshed_and_the_call_retried() {
    let portal = FakeServer::new(1000);
    let (good, answers) = (portal.token(), portal.clone());
    let expired =
        r#"{"error":"expired_token","error_description":"The access token provided has expired."}"#;
    let world = VirtualHost::with_tokens(
        move |seen| match &*seen.form["auth"] {
            "old" => Reply::Answer(401, expired.into()),
            _ => answers.answer(seen, START_MS),
        },
        move |reason| Ok(if reason == TokenReason::Initial { token("old") } else { good.clone() }),
    );
    let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
    world.run(client.call("im.user.get", &[], CallOptions::default())).unwrap();
    assert_eq!((world.asked().len(), world.seen().len()), (2, 2));
}

#[test]
fn a_call_has_a_deadline() {
    let (world, client) = beside(&faulty(json!([{ "kind": "hang" }])));
    let options = CallOptions { deadline_ms: Some(1000.0), idempotent: None };
    let error = world.run(client.call("im.user.get", &[], options)).unwrap_err();
    assert_eq!(error.code, "DEADLINE_EXCEEDED");
}

#[test]
fn events_contain_the_method_but_no_parameters() {
    let (world, client) = beside(&FakeServer::new(1000));
    let secret = params(&[("STATUS", "k7canary9")]);
    let error: Error =
        world.run(client.call("im.user.status.set", &secret, CallOptions::default())).unwrap_err();
    assert_eq!(error.code, "STATUS_ERROR");
    let told = json!(world.events()).to_string() + &json!(error).to_string();
    assert!(!told.contains("k7canary9"));
    let sent = world.events().into_iter().any(
        |event| matches!(event.kind, ClientEventKind::Request { method, .. } if method == "im.user.status.set"),
    );
    assert!(sent);
    assert_eq!(client.stats().requests, 1);
}
