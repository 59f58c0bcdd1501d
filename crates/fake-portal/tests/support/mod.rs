//! Helpers that call a portal in memory.

use b24_fake_portal::{Outcome, Portal, PortalOptions, Request, Response, handle_request};
use serde_json::{Value, json};

/// 2026-03-02T13:58:01.887+01:00, a timestamp of the documentation's examples.
pub const NOW: u64 = 1_772_456_281_887;

pub fn portal() -> Portal {
    Portal::new(PortalOptions::default())
}

/// Sends a request whose response must be immediate and complete.
pub fn send(portal: &mut Portal, request: &Request) -> Response {
    send_at(portal, NOW, request)
}

pub fn send_at(portal: &mut Portal, now: u64, request: &Request) -> Response {
    match handle_request(portal, now, request) {
        Outcome::Respond(response) => response,
        other => panic!("no response: {other:?}"),
    }
}

/// Sends a control request that must succeed.
pub fn control(portal: &mut Portal, verb: &str, path: &str, body: &Value) -> Response {
    let response = send(portal, &control_request(verb, path, body));
    assert!(response.status < 300, "{}", text(&response));
    response
}

pub fn control_request(verb: &str, path: &str, body: &Value) -> Request {
    Request {
        verb: verb.into(),
        target: format!("/__portal/{path}"),
        body: body.to_string().into(),
        ..Request::default()
    }
}

pub fn get(path: impl Into<String>) -> Request {
    Request { verb: "GET".into(), target: path.into(), ..Request::default() }
}

pub fn post(path: impl Into<String>, content_type: &str, body: impl Into<Vec<u8>>) -> Request {
    Request {
        verb: "POST".into(),
        target: path.into(),
        headers: vec![("content-type".into(), content_type.into())],
        body: body.into(),
    }
}

/// A call by user 1 with a JSON body, through the webhook.
pub fn json_call(portal: &Portal, method: &str, body: &str) -> Request {
    post(
        format!("/rest/1/{}/{method}", portal.credentials().webhook_code),
        "application/json",
        body,
    )
}

pub fn text(response: &Response) -> &str {
    str::from_utf8(&response.body).expect("text")
}

/// The raw JSON of the result.
pub fn result(response: &Response) -> &str {
    let text = text(response);
    let json = text.strip_prefix(r#"{"result":"#).unwrap_or_else(|| panic!("no result: {text}"));
    json.split_once(r#","time":{"#).expect("a time").0
}

/// The ids of a result in array form, with 0 for null.
pub fn listed_ids(response: &Response) -> Vec<u64> {
    let users: Vec<Value> = serde_json::from_str(result(response)).expect("a list");
    users.iter().map(|user| user["id"].as_u64().unwrap_or(0)).collect()
}

pub fn json_of(response: &Response) -> Value {
    serde_json::from_slice(&response.body).expect("JSON")
}

/// The content of a fixture.
pub fn fixture(name: &str) -> String {
    let path = format!("{}/../../tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a fixture").trim_end().to_owned()
}

/// All keys of a JSON text, in order.
pub fn keys(json: &str) -> Vec<&str> {
    let mut keys: Vec<&str> =
        json.split("\":").filter_map(|part| part.rsplit('"').next()).collect();
    // The string after the last colon is not a key.
    keys.pop();
    keys
}

/// The result of a call by user 1, or its status and error code.
pub fn call(portal: &mut Portal, method: &str, params: &Value) -> Value {
    call_json(portal, method, params)["result"].clone()
}

pub fn call_json(portal: &mut Portal, method: &str, params: &Value) -> Value {
    let request = json_call(portal, method, &params.to_string());
    let response = send(portal, &request);
    let body = json_of(&response);
    if response.status == 200 {
        body
    } else {
        json!({ "result": [response.status, body["error"]] })
    }
}

/// The result of a call by the extranet user, or its status and error code.
pub fn extranet(portal: &mut Portal, method: &str, query: &str) -> Value {
    let token = portal.credentials().extranet_token.clone();
    let response = send(portal, &get(format!("/rest/{method}?{query}&auth={token}")));
    let body = json_of(&response);
    if response.status == 200 {
        body["result"].clone()
    } else {
        json!([response.status, body["error"]])
    }
}

/// The ids of a list of users, as numbers.
pub fn ids(list: &Value) -> Vec<u64> {
    let id = |user: &Value| {
        user["id"]
            .as_u64()
            .unwrap_or_else(|| user["ID"].as_str().and_then(|id| id.parse().ok()).expect("an id"))
    };
    list.as_array().expect("a list").iter().map(id).collect()
}
