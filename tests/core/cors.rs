//! Responses as cross-origin pages see them, and the client's errors for them.

use b24_users::client::{GetUsersError, GetUsersOptions, Limits};
use b24_users::error::{Error, ErrorKind};
use b24_users::ids::IdInput;
use serde_json::{Value, json};

use crate::fake_server::FakeServer;
use crate::virtual_host::{START_MS, VirtualHost};

/// Requests user 4 from a portal with this fault. Also returns the number of requests and the
/// elapsed milliseconds.
fn get_user_with(fault: Value) -> (Result<u64, Error>, usize, f64) {
    let portal = FakeServer::new(100).with_faults(json!([fault]));
    let host = VirtualHost::with_server(portal.clone());
    let client = portal.client(&host, Limits::default());
    let outcome =
        host.run(client.get_users([IdInput::Number(4.0)], GetUsersOptions::default(), |_| ()));
    let outcome = match outcome {
        Ok(list) => Ok(list.users[0].id.get()),
        Err(GetUsersError::Failed(error)) => Err(error),
        Err(other) => panic!("{other:?}"),
    };
    (outcome, host.requests().len(), host.now_ms() - START_MS)
}

// spec: cors.readable-errors
#[test]
fn a_readable_error_is_reported() {
    let (outcome, sent, _) =
        get_user_with(json!({ "kind": "error", "code": "ACCESS_DENIED", "status": 403 }));
    let error = outcome.unwrap_err();
    assert_eq!((&*error.code, error.status, sent), ("ACCESS_DENIED", Some(403), 1));
}

// spec: cors.unreadable-errors
#[test]
fn an_unreadable_error_is_a_network_error_after_retries() {
    let (outcome, sent, _) =
        get_user_with(json!({ "kind": "error", "code": "QUERY_LIMIT_EXCEEDED", "cors": false }));
    let error = outcome.unwrap_err();
    assert_eq!(
        (&*error.code, error.kind, error.status),
        ("NETWORK_ERROR", ErrorKind::Network, None)
    );
    assert!(error.message.contains("CORS"), "{}", error.message);
    assert_eq!(sent, 5);
}

// spec: cors.hidden-headers
#[test]
fn throttling_is_retried_without_a_retry_after_header() {
    let (outcome, sent, elapsed_ms) =
        get_user_with(json!({ "kind": "error", "code": "QUERY_LIMIT_EXCEEDED", "times": 1 }));
    assert_eq!((outcome.unwrap(), sent), (4, 2));
    assert!(elapsed_ms >= 500.0, "the bucket leaks one request in this time: {elapsed_ms}");
}

// spec: cors.redirect
#[test]
fn a_redirect_is_reported_and_not_followed() {
    let (outcome, sent, _) = get_user_with(json!({ "kind": "redirect" }));
    let error = outcome.unwrap_err();
    assert_eq!((&*error.code, error.retryable, sent), ("PORTAL_MOVED", false, 1));
}
