//! System errors: of the portal, and configured by fault rules.

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use b24_fake_portal::Response;
use serde_json::{Value, json};
use support::{control, get, json_call, json_of, portal, send, text};

/// The response to a valid request with configured faults or limits.
fn response_with(resource: &str, config: &Value) -> Response {
    let mut portal = portal();
    control(&mut portal, "PUT", resource, config);
    let request = json_call(&portal, "im.user.list.get", r#"{"ID":[4,5]}"#);
    send(&mut portal, &request)
}

/// The response to a valid request with an error fault.
fn response_with_error(mut fault: Value) -> Response {
    fault["kind"] = "error".into();
    response_with("faults", &json!([fault]))
}

fn error(code: &str, description: &str) -> Value {
    json!({ "error": code, "error_description": description })
}

#[test]
fn authentication_errors_and_unknown_methods() {
    let portal = &mut portal();
    let expired = portal.credentials().expired_token.clone();
    for (path, status, code, description) in [
        // spec: error.expired_token
        (
            format!("im.user.get?auth={expired}"),
            401,
            "expired_token",
            "The access token provided has expired",
        ),
        // spec: error.invalid_token
        ("im.user.get?auth=x".into(), 401, "invalid_token", "Unable to get application by token"),
        // spec: error.NO_AUTH_FOUND
        ("im.user.get".into(), 401, "NO_AUTH_FOUND", "Wrong authorization data"),
        // spec: error.INVALID_CREDENTIALS
        ("1/x/im.user.get".into(), 401, "INVALID_CREDENTIALS", "Invalid request credentials"),
        // spec: error.ERROR_METHOD_NOT_FOUND
        ("no.such.method".into(), 404, "ERROR_METHOD_NOT_FOUND", "Method not found!"),
    ] {
        let response = send(portal, &get(format!("/rest/{path}")));
        assert_eq!((response.status, json_of(&response)), (status, error(code, description)));
    }
}

// spec: error.QUERY_LIMIT_EXCEEDED
#[test]
fn a_full_bucket_rejects_with_503() {
    let response = response_with("limits", &json!({ "burst": 0 }));
    assert_eq!(
        (response.status, json_of(&response)),
        (503, error("QUERY_LIMIT_EXCEEDED", "Too many requests"))
    );
}

// spec: error.OPERATION_TIME_LIMIT
#[test]
fn exceeded_operating_time_blocks_with_429() {
    let mut portal = portal();
    control(&mut portal, "PUT", "limits", &json!({ "costPerUserMs": 1000, "operatingSeconds": 1 }));
    let request = json_call(&portal, "im.user.list.get", r#"{"ID":[4,5]}"#);
    let [first, second] = [(); 2].map(|()| send(&mut portal, &request));
    let expected = error("OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.");
    assert_eq!((first.status, second.status, json_of(&second)), (200, 429, expected));
}

#[test]
fn errors_of_batch_commands() {
    let many: Value = (0..51).map(|index| (format!("c{index:02}"), json!("im.user.get"))).collect();
    for (cmd, key, code, description) in [
        // spec: error.ERROR_BATCH_METHOD_NOT_ALLOWED
        (
            json!({ "x": "batch" }),
            "x",
            "ERROR_BATCH_METHOD_NOT_ALLOWED",
            "Method is not allowed for batch usage",
        ),
        // spec: error.ERROR_BATCH_LENGTH_EXCEEDED
        (many, "c50", "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded"),
    ] {
        let portal = &mut portal();
        let request = json_call(portal, "batch", &json!({ "cmd": cmd }).to_string());
        let response = send(portal, &request);
        let errors = json_of(&response)["result"]["result_error"].clone();
        assert_eq!((response.status, errors), (200, json!({ key: error(code, description) })));
    }
}

#[test]
fn configured_errors_have_the_servers_status_and_description() {
    for (code, status, description) in [
        // spec: error.insufficient_scope
        (
            "insufficient_scope",
            401,
            "The request requires higher privileges than provided by the webhook token",
        ),
        // spec: error.user_access_error
        ("user_access_error", 401, "The user does not have access to the application."),
        // spec: error.authorization_error
        ("authorization_error", 401, "Unable to authorize user"),
        // spec: error.APPLICATION_NOT_FOUND
        ("APPLICATION_NOT_FOUND", 401, "Application not found"),
        // spec: error.ERROR_OAUTH
        ("ERROR_OAUTH", 401, "Application not installed"),
        // spec: error.PAYMENT_REQUIRED
        ("PAYMENT_REQUIRED", 401, "Subscription has been ended"),
        // spec: error.CONNECTION_ERROR
        ("CONNECTION_ERROR", 401, "Error connecting to authorization server"),
        // spec: error.ACCESS_DENIED
        ("ACCESS_DENIED", 401, "REST is available only on commercial plans."),
        // spec: error.ACCESS_DENIED.403
        ("ACCESS_DENIED", 403, "Access denied!"),
        // spec: error.WRONG_AUTH_TYPE
        ("WRONG_AUTH_TYPE", 403, "Current authorization type is denied for this method"),
        // spec: error.INVALID_REQUEST
        ("INVALID_REQUEST", 401, "Https required."),
        // spec: error.OVERLOAD_LIMIT
        ("OVERLOAD_LIMIT", 401, "REST API is blocked due to overload."),
        // spec: error.INTERNAL_SERVER_ERROR
        ("INTERNAL_SERVER_ERROR", 500, "Internal server error"),
        // spec: error.ERROR_UNEXPECTED_ANSWER
        ("ERROR_UNEXPECTED_ANSWER", 500, "Server returned an unexpected response"),
        // spec: error.ERROR_CORE
        ("ERROR_CORE", 400, "Internal error"),
        // spec: error.ERROR_ARGUMENT
        ("ERROR_ARGUMENT", 400, "Wrong argument"),
        // spec: error.PORTAL_DELETED
        ("PORTAL_DELETED", 403, "Portal was deleted"),
        // spec: error.INTERNAL_WRONG_TRANSPORT
        ("INTERNAL_WRONG_TRANSPORT", 500, "Wrong transport"),
        // spec: error.INTERNAL_WRONG_HANDLER_CLASS
        ("INTERNAL_WRONG_HANDLER_CLASS", 500, "Wrong handler class"),
        // spec: error.METHOD_CONFIRM_WAITING
        ("METHOD_CONFIRM_WAITING", 401, "Waiting for confirmation"),
        // spec: error.METHOD_CONFIRM_DENIED
        ("METHOD_CONFIRM_DENIED", 403, "Method call denied"),
        // spec: error.session_failed
        ("session_failed", 401, "Sessid check failed"),
        // spec: error.access_denied
        ("access_denied", 401, "User not authorized"),
        // spec: error.ERROR_MANIFEST_IS_NOT_AVAILABLE
        ("ERROR_MANIFEST_IS_NOT_AVAILABLE", 404, "Manifest is not available"),
        // spec: error.WRONG_ENCODING
        ("WRONG_ENCODING", 200, "Wrong request encoding"),
    ] {
        // The code implies the status, except for the code with two.
        let configured_status = (code == "ACCESS_DENIED").then_some(status);
        let response = response_with_error(json!({ "code": code, "status": configured_status }));
        assert_eq!((response.status, json_of(&response)), (status, error(code, description)));
    }
}

// spec: error.not-json
#[test]
fn non_json_bodies() {
    for (fault, status, body) in [
        (json!({ "kind": "html", "status": 502 }), 502, "<html>"),
        (json!({ "kind": "html", "status": 200 }), 200, "<html>"),
        (json!({ "kind": "empty" }), 200, ""),
        (json!({ "kind": "empty", "status": 500 }), 500, ""),
    ] {
        let response = response_with("faults", &json!([fault]));
        let beginning = &text(&response)[..text(&response).len().min(6)];
        assert_eq!((response.status, beginning), (status, body));
    }
}

// spec: envelope.extra
#[test]
fn errors_may_have_extra_keys() {
    let extra = json!({ "argument": "ID", "sessid": "0a", "type": "x", "extended_error": "y" });
    let response = response_with_error(json!({ "code": "ERROR_ARGUMENT", "extra": extra }));
    let mut expected = error("ERROR_ARGUMENT", "Wrong argument");
    for (key, value) in extra.as_object().expect("keys") {
        expected[key] = value.clone();
    }
    assert_eq!(json_of(&response), expected);
}
