//! A portal in memory and short ways to call it.

use b24_portal::{Outcome, Portal, Request, Response, Settings, handle};

/// 2026-03-02T13:58:01.887+01:00, a moment of the documentation's examples.
pub const NOW: u64 = 1_772_456_281_887;

pub fn portal() -> Portal {
    Portal::new(Settings::default())
}

pub fn send(portal: &mut Portal, request: &Request) -> Response {
    let Outcome::Respond(response) = handle(portal, NOW, request);
    response
}

pub fn get(path: impl Into<String>) -> Request {
    Request { method: "GET".into(), path: path.into(), ..Request::default() }
}

pub fn post(path: impl Into<String>, content_type: &str, body: impl Into<Vec<u8>>) -> Request {
    Request {
        method: "POST".into(),
        path: path.into(),
        headers: vec![("content-type".into(), content_type.into())],
        body: body.into(),
    }
}

/// A call with a JSON body by user 1, through his webhook.
pub fn json_call(portal: &Portal, method: &str, body: &str) -> Request {
    post(format!("/rest/1/{}/{method}", portal.credentials().webhook_code), "application/json", body)
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
    let users: Vec<serde_json::Value> = serde_json::from_str(result(response)).expect("a list");
    users.iter().map(|user| user["id"].as_u64().unwrap_or(0)).collect()
}
