//! Each kind of fault.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::{Outcome, Portal, Request, Response, handle_request};
use serde_json::{Value, json};
use support::{NOW, control, fixture, get, json_call, json_of, portal, send, text};

fn with_faults(rules: &Value) -> Portal {
    let mut portal = portal();
    control(&mut portal, "PUT", "faults", rules);
    portal
}

fn list(portal: &Portal, ids: &str) -> Request {
    json_call(portal, "im.user.list.get", &format!(r#"{{"ID":{ids}}}"#))
}

fn outcome(portal: &mut Portal, request: &Request) -> Outcome {
    handle_request(portal, NOW, request)
}

/// The outcome of a valid request with one fault.
fn outcome_with_fault(fault: &Value) -> Outcome {
    let mut portal = with_faults(&json!([fault]));
    let request = list(&portal, "[4]");
    outcome(&mut portal, &request)
}

fn into_response(outcome: Outcome) -> Response {
    match outcome {
        Outcome::Respond(response) => response,
        other => panic!("no response: {other:?}"),
    }
}

fn has_cors(response: &Response) -> bool {
    response.header("Access-Control-Allow-Origin") == Some("*")
}

#[test]
fn delay() {
    let Outcome::Delay { ms, then } = outcome_with_fault(&json!({ "kind": "delay", "ms": 500 }))
    else {
        panic!("no delay")
    };
    assert_eq!((ms, into_response(*then).status), (500, 200));
}

// spec: error.no-answer
#[test]
fn hang() {
    assert_eq!(outcome_with_fault(&json!({ "kind": "hang" })), Outcome::Hang);
}

// spec: error.no-answer
#[test]
fn reset() {
    assert_eq!(outcome_with_fault(&json!({ "kind": "reset" })), Outcome::Reset);
}

// spec: error.not-json
#[test]
fn truncate() {
    let Outcome::Truncate { response, bytes } =
        outcome_with_fault(&json!({ "kind": "truncate", "bytes": 20 }))
    else {
        panic!("no truncation")
    };
    assert_eq!((bytes, response.status), (20, 200));
    assert!(response.body.len() > 20);
}

// spec: error.not-json
#[test]
fn html() {
    for (cors, expected) in [(None, true), (Some(true), true), (Some(false), false)] {
        let mut fault = json!({ "kind": "html", "status": 502 });
        cors.inspect(|&cors| fault["cors"] = cors.into());
        let page = into_response(outcome_with_fault(&fault));
        assert_eq!(
            (page.status, page.header("Content-Type")),
            (502, Some("text/html; charset=UTF-8"))
        );
        assert!(text(&page).starts_with("<html>"));
        assert_eq!(has_cors(&page), expected);
    }
}

#[test]
fn redirect() {
    for (fault, location) in [
        (json!({ "kind": "redirect" }), "https://moved.invalid/rest/im.user.get?ID=4"),
        (
            json!({ "kind": "redirect", "to": "http://new.example" }),
            "http://new.example/rest/im.user.get?ID=4",
        ),
    ] {
        let mut portal = with_faults(&json!([fault]));
        let response = send(&mut portal, &get("/rest/im.user.get?ID=4"));
        assert_eq!((response.status, response.header("Location")), (302, Some(location)));
        assert!(has_cors(&response));
    }
}

// spec: error.not-json
#[test]
fn empty() {
    let response = into_response(outcome_with_fault(&json!({ "kind": "empty" })));
    assert_eq!((response.status, &*response.body), (200, &b""[..]));
    assert_eq!(
        into_response(outcome_with_fault(
            &json!({ "kind": "empty", "status": 500, "cors": false })
        ))
        .status,
        500
    );
}

#[test]
fn known_codes_imply_status_and_description() {
    let cases = [
        (json!({ "code": "expired_token" }), "error-expired-token"),
        (json!({ "code": "invalid_token" }), "error-invalid-token"),
        (json!({ "code": "QUERY_LIMIT_EXCEEDED" }), "error-query-limit-exceeded"),
        (json!({ "code": "OPERATION_TIME_LIMIT" }), "error-operation-time-limit"),
        // spec: error.insufficient_scope
        (json!({ "code": "insufficient_scope" }), "error-insufficient-scope-webhook"),
        (
            json!({
                "code": "insufficient_scope",
                "description": "The request requires higher privileges than provided by the access token",
            }),
            "error-insufficient-scope-token",
        ),
        (json!({ "code": "user_access_error" }), "error-user-access-error"),
        (json!({ "code": "authorization_error" }), "error-authorization-error"),
        (json!({ "code": "WRONG_AUTH_TYPE" }), "error-wrong-auth-type"),
        (json!({ "code": "INVALID_REQUEST" }), "error-invalid-request-https"),
        (json!({ "code": "PORTAL_DELETED" }), "error-portal-deleted"),
        (json!({ "code": "ERROR_UNEXPECTED_ANSWER" }), "error-unexpected-answer"),
        (json!({ "code": "ACCESS_DENIED", "status": 403 }), "error-access-denied-generic"),
        // spec: envelope.code
        (json!({ "code": 0, "description": "Not found" }), "error-numeric-code-legacy"),
        (
            // spec: envelope.extra
            json!({ "code": "session_failed", "extra": { "sessid": "0123456789abcdef0123456789abcdef" } }),
            "error-session-failed-extra-keys",
        ),
    ];
    for (mut fault, name) in cases {
        fault["kind"] = "error".into();
        let response = into_response(outcome_with_fault(&fault));
        assert_eq!(text(&response), fixture(&format!("{name}.json")));
        assert_eq!(response.status.to_string(), fixture(&format!("{name}.status")), "{name}");
    }
}

#[test]
fn every_system_error_can_be_configured() {
    for error in b24_fake_portal::rest::system_error::ALL_SYSTEM_ERRORS {
        let response = into_response(outcome_with_fault(
            &json!({ "kind": "error", "code": error.code, "status": error.status, "cors": false }),
        ));
        let body = json_of(&response);
        // The description mentions the webhook that these requests use.
        let description = error.description.replace("by the access token", "by the webhook token");
        assert_eq!(body, json!({ "error": error.code, "error_description": description }));
        assert_eq!((response.status, has_cors(&response)), (error.status, false), "{}", error.code);
    }
}

// spec: envelope.code, envelope.description, envelope.200
#[test]
fn errors_can_have_unusual_codes() {
    for (fault, status, body) in [
        (json!({ "code": "", "status": 200 }), 200, r#"{"error":"","error_description":""}"#),
        (
            json!({ "code": "0", "description": "<x>" }),
            400,
            r#"{"error":"0","error_description":"\u003Cx\u003E"}"#,
        ),
        (
            json!({ "code": "WRONG_ENCODING" }),
            200,
            r#"{"error":"WRONG_ENCODING","error_description":"Wrong request encoding"}"#,
        ),
        (
            json!({ "code": "QUERY_LIMIT_EXCEEDED", "status": 500, "description": "" }),
            500,
            r#"{"error":"QUERY_LIMIT_EXCEEDED","error_description":""}"#,
        ),
    ] {
        let mut rule = fault;
        rule["kind"] = "error".into();
        let response = into_response(outcome_with_fault(&rule));
        assert_eq!((response.status, text(&response)), (status, body));
    }
}
