//! `call`, against the fake portal.

use b24_users::auth::{Auth, TokenReason};
use b24_users::client::Command;
use b24_users::client::{CallOptions, Client, ClientOptions, Params};
use b24_users::error::{Error, ErrorKind};
use b24_users::model::ClientEventKind;
use serde_json::{Value, json};

use crate::fake_server::FakeServer;
use crate::helpers::host_and_client;
use crate::virtual_host::{Reply, START_MS, Server, VirtualHost, token};

const SAFE: CallOptions =
    CallOptions { deadline_ms: None, elapsed_ms: 0.0, idempotent: Some(true) };

pub fn params(fields: &[(&str, &str)]) -> Params {
    fields.iter().map(|&(name, value)| (name.into(), value.into())).collect()
}

/// The result of a method, parsed as JSON.
pub fn call_raw(
    host: &VirtualHost,
    client: &Client<VirtualHost>,
    method: &str,
    fields: &[(&str, &str)],
) -> Result<Value, Error> {
    let response = host.run(client.call(method, &params(fields), CallOptions::default()))?;
    Ok(serde_json::from_str(response.result.as_str()).expect("JSON"))
}

fn scripted(body: &'static str) -> (VirtualHost, Client<VirtualHost>) {
    let host = VirtualHost::new(move |_| Reply::ok(body));
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    (host, client)
}

#[test]
fn results_are_returned_unchanged() {
    let result = r#"{"big":9007199254740993,"vast":1e999,"half":"\ud83d","twice":1,"twice":2}"#;
    let body = r#"{"result":{"big":9007199254740993,"vast":1e999,"half":"\ud83d","twice":1,"twice":2},
        "next":50,"total":120,"time":{"start":1,"finish":2.5,"duration":1.5,"processing":0,
        "date_start":"2026-03-02T12:00:00+03:00","date_finish":"2026-03-02T12:00:01+03:00","operating":0.25}}"#;
    let (host, client) = scripted(body);
    let response = host.run(client.call("some.thing", &[], CallOptions::default())).unwrap();
    assert_eq!(response.result.as_str(), result);
    assert_eq!((response.next, response.total), (Some(50.0), Some(120.0)));
    assert_eq!(
        json!(response.time),
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
        let host = VirtualHost::new(move |request| {
            let body = format!(r#"{{"result":[],"next":{value},"total":{value}}}"#);
            let parts = format!(
                r#"{{"result":{{"c0":[]}},"result_next":{{"c0":{value}}},"result_total":{{"c0":{value}}}}}"#
            );
            Reply::ok(if request.is_batch() { format!(r#"{{"result":{parts}}}"#) } else { body })
        });
        let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
        let alone = host.run(client.call("im.recent.list", &[], CallOptions::default())).unwrap();
        assert_eq!((alone.next, alone.total), (expected, expected), "{value}");
        let command =
            Command { name: "a".into(), method: "im.recent.list".into(), params: Vec::new() };
        let mut batch = host.run(client.batch(&[command], CallOptions::default())).unwrap();
        let inner = batch.remove(0).unwrap();
        assert_eq!((inner.next, inner.total), (expected, expected), "{value} in a batch");
    }
}

#[test]
fn results_of_any_depth_are_returned() {
    let deep = format!("{}{}", "[".repeat(2000), "]".repeat(2000));
    let body = format!(r#"{{"result":{deep}}}"#);
    let host = VirtualHost::new(move |_| Reply::ok(body.clone()));
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    let response = host.run(client.call("some.thing", &[], CallOptions::default())).unwrap();
    assert_eq!(response.result.as_str(), deep);
}

#[test]
fn parameters_are_encoded_as_php_reads_them() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    let filter = params(&[
        ("FILTER[ID][0]", "4"),
        ("FILTER[ID][1]", "5"),
        ("FILTER[%NAME]", "Emily"),
        ("start", "0"),
    ]);
    let response = host.run(client.call("user.get", &filter, CallOptions::default())).unwrap();
    let rows = serde_json::from_str::<Value>(response.result.as_str()).unwrap();
    assert_eq!(
        (rows[0]["ID"].as_str(), rows.as_array().unwrap().len(), response.total),
        (Some("4"), 1, Some(1.0))
    );
    assert_eq!(host.requests()[0].form["FILTER[%NAME]"], "Emily");
}

// spec: error.ERROR_METHOD_NOT_FOUND
#[test]
fn errors_of_the_portal_are_returned() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    let error = host.run(client.call("no.such.method", &[], CallOptions::default())).unwrap_err();
    assert_eq!((error.code.as_str(), error.status), ("ERROR_METHOD_NOT_FOUND", Some(404)));
    assert_eq!(error.method.as_deref(), Some("no.such.method"));
}

#[test]
fn invalid_method_names_never_become_part_of_a_url() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
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
        let error = host.run(client.call(method, &[], CallOptions::default())).unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.kind),
            ("INVALID_METHOD", ErrorKind::Request),
            "{method}"
        );
    }
    assert!(host.requests().is_empty());
    for method in ["user.get", "User.Get", "user.get.json", "some.method_2", "bizproc.robot-x"] {
        let _ = host.run(client.call(method, &[], CallOptions::default()));
    }
    assert_eq!(host.requests().len(), 5);
}

// spec: ids.max-input-vars
#[test]
fn fields_beyond_the_php_limit_are_rejected() {
    let (host, client) = host_and_client(&FakeServer::new(2000));
    // Ids that end in 99 do not exist.
    let ids = (101..2000).filter(|id| id % 100 != 99);
    let fields: Params = ids.map(|id| (format!("ID[{id}]"), id.to_string())).take(1000).collect();
    let error =
        host.run(client.call("im.user.list.get", &fields, CallOptions::default())).unwrap_err();
    assert_eq!((error.code.as_str(), host.requests().len()), ("INVALID_PARAMS", 0));
    let allowed = fields[..999].to_vec();
    let response =
        host.run(client.call("im.user.list.get", &allowed, CallOptions::default())).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(response.result.as_str()).unwrap().as_object().unwrap().len(),
        999
    );
}

fn portal_with_faults(rules: Value) -> FakeServer {
    FakeServer::new(1000).with_faults(rules)
}

#[test]
fn a_truncated_response_is_a_network_error() {
    let (host, client) = host_and_client(&portal_with_faults(
        json!([{ "kind": "truncate", "bytes": 20, "times": 1 }]),
    ));
    let error = host.run(client.call("im.user.get", &[], CallOptions::default())).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.message.as_str()),
        ("NETWORK_ERROR", "The portal's response was truncated")
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
        let (host, client) = host_and_client(&portal_with_faults(fault.clone()));
        let call = client.call("im.user.get", &[], CallOptions::default());
        let error = host.run(call).unwrap_err();
        assert_eq!((error.code.as_str(), host.requests().len()), (code, 1), "{fault}");

        // Unless the caller declares it idempotent.
        let (host, client) = host_and_client(&portal_with_faults(fault.clone()));
        host.run(client.call("im.user.get", &[], SAFE)).unwrap();
        assert_eq!(host.requests().len(), 2, "{fault}");
    }
}

#[test]
fn calls_refused_before_execution_are_retried() {
    for code in ["QUERY_LIMIT_EXCEEDED", "OPERATION_TIME_LIMIT", "CONNECTION_ERROR"] {
        let (host, client) = host_and_client(&portal_with_faults(
            json!([{ "kind": "error", "code": code, "times": 1 }]),
        ));
        host.run(client.call("im.user.get", &[], CallOptions::default())).unwrap();
        assert_eq!(host.requests().len(), 2, "{code}");
    }
}

#[test]
fn an_expired_token_is_refreshed_and_the_call_retried() {
    let portal = FakeServer::new(1000);
    let (accepted, server) = (portal.token(), portal.clone());
    let expired =
        r#"{"error":"expired_token","error_description":"The access token provided has expired."}"#;
    let host = VirtualHost::with_tokens(
        move |request| match &*request.form["auth"] {
            "old" => Reply::Response(401, expired.into()),
            _ => server.respond(request, START_MS),
        },
        move |reason| {
            Ok(if reason == TokenReason::Initial { token("old") } else { accepted.clone() })
        },
    );
    let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
    host.run(client.call("im.user.get", &[], CallOptions::default())).unwrap();
    assert_eq!((host.token_requests().len(), host.requests().len()), (2, 2));
}

#[test]
fn a_call_has_a_deadline() {
    let (host, client) = host_and_client(&portal_with_faults(json!([{ "kind": "hang" }])));
    let options = CallOptions::from(Some(1000.0));
    let error = host.run(client.call("im.user.get", &[], options)).unwrap_err();
    assert_eq!(error.code, "DEADLINE_EXCEEDED");
}

#[test]
fn events_contain_the_method_but_no_parameters() {
    let (host, client) = host_and_client(&FakeServer::new(1000));
    let secret = params(&[("STATUS", "k7canary9")]);
    let error: Error =
        host.run(client.call("im.user.status.set", &secret, CallOptions::default())).unwrap_err();
    assert_eq!(error.code, "STATUS_ERROR");
    let reported = json!(host.events()).to_string() + &json!(error).to_string();
    assert!(!reported.contains("k7canary9"));
    let sent = host.events().into_iter().any(
        |event| matches!(event.kind, ClientEventKind::Request { method, .. } if method == "im.user.status.set"),
    );
    assert!(sent);
    assert_eq!(client.stats().requests, 1);
}
