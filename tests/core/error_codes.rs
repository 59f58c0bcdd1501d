//! The portal's error codes: kind, retryability and number of attempts.

use b24_users::auth::{Auth, TokenReason};
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use b24_users::error::{Cause, Error, ErrorKind, code};
use b24_users::ids::IdInput;
use b24_users::transport::TransportError;
use serde_json::json;

use crate::virtual_host::{Reply, VirtualHost, token};

/// The number of attempts: with all retries, or one.
const ATTEMPTS_WITH_RETRIES: usize = 5;
const ONE_ATTEMPT: usize = 1;
/// One per minute after the first.
const ATTEMPTS_IN_TEN_MINUTES: usize = 11;

fn error_response(status: u16, code: &str) -> Reply {
    let body = json!({ "error": code, "error_description": format!("Says {code}") });
    Reply::Response(status, body.to_string().into_bytes())
}

/// The error of a call for user 4 if all requests end with this reply, and the number of requests.
fn call_and_count(reply: Reply) -> (Error, usize) {
    let host = VirtualHost::new(move |_| reply.clone());
    let client = Client::new(host.clone(), Auth::Token(token("t")), ClientOptions::default());
    let outcome =
        host.run(client.get_users([IdInput::Number(4.0)], GetUsersOptions::default(), |_| ()));
    let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
    (error, host.requests().len())
}

#[test]
fn each_code_is_returned_after_its_number_of_attempts() {
    use ErrorKind::{Access, Auth, Limit, Request, Server};
    let cases: &[(&str, &[u16], ErrorKind, usize)] = &[
        // spec: error.NO_AUTH_FOUND
        ("NO_AUTH_FOUND", &[401], Auth, ONE_ATTEMPT),
        // spec: error.INVALID_CREDENTIALS
        ("INVALID_CREDENTIALS", &[401, 403], Auth, ONE_ATTEMPT),
        // spec: error.insufficient_scope
        ("insufficient_scope", &[401, 403], Access, ONE_ATTEMPT),
        // spec: error.user_access_error
        ("user_access_error", &[401, 403], Access, ONE_ATTEMPT),
        // spec: error.authorization_error
        ("authorization_error", &[401], Auth, ONE_ATTEMPT),
        // spec: error.APPLICATION_NOT_FOUND
        ("APPLICATION_NOT_FOUND", &[401], Auth, ONE_ATTEMPT),
        // spec: error.ERROR_OAUTH
        ("ERROR_OAUTH", &[401], Auth, ONE_ATTEMPT),
        // spec: error.PAYMENT_REQUIRED
        ("PAYMENT_REQUIRED", &[401], Access, ONE_ATTEMPT),
        // spec: error.CONNECTION_ERROR
        ("CONNECTION_ERROR", &[401], Server, ATTEMPTS_WITH_RETRIES),
        // spec: error.ACCESS_DENIED, error.ACCESS_DENIED.403
        ("ACCESS_DENIED", &[401, 403], Access, ONE_ATTEMPT),
        // spec: error.WRONG_AUTH_TYPE
        ("WRONG_AUTH_TYPE", &[403], Auth, ONE_ATTEMPT),
        // spec: error.INVALID_REQUEST
        ("INVALID_REQUEST", &[401, 400], Request, ONE_ATTEMPT),
        // spec: error.OVERLOAD_LIMIT
        ("OVERLOAD_LIMIT", &[401, 503], Limit, ONE_ATTEMPT),
        // spec: error.QUERY_LIMIT_EXCEEDED
        ("QUERY_LIMIT_EXCEEDED", &[503], Limit, ATTEMPTS_WITH_RETRIES),
        // spec: error.OPERATION_TIME_LIMIT
        ("OPERATION_TIME_LIMIT", &[429], Limit, ATTEMPTS_IN_TEN_MINUTES),
        // spec: error.ERROR_METHOD_NOT_FOUND
        ("ERROR_METHOD_NOT_FOUND", &[404], Request, ONE_ATTEMPT),
        // spec: error.INTERNAL_SERVER_ERROR
        ("INTERNAL_SERVER_ERROR", &[500], Server, ATTEMPTS_WITH_RETRIES),
        // spec: error.ERROR_UNEXPECTED_ANSWER
        ("ERROR_UNEXPECTED_ANSWER", &[500], Server, ATTEMPTS_WITH_RETRIES),
        // spec: error.ERROR_CORE
        ("ERROR_CORE", &[400, 500], Server, ATTEMPTS_WITH_RETRIES),
        // spec: error.ERROR_ARGUMENT
        ("ERROR_ARGUMENT", &[400], Request, ONE_ATTEMPT),
        // spec: error.PORTAL_DELETED
        ("PORTAL_DELETED", &[403, 500], Access, ONE_ATTEMPT),
        // spec: error.INTERNAL_WRONG_TRANSPORT
        ("INTERNAL_WRONG_TRANSPORT", &[500], Server, ONE_ATTEMPT),
        // spec: error.INTERNAL_WRONG_HANDLER_CLASS
        ("INTERNAL_WRONG_HANDLER_CLASS", &[500], Server, ONE_ATTEMPT),
        // spec: error.METHOD_CONFIRM_WAITING
        ("METHOD_CONFIRM_WAITING", &[401], Access, ONE_ATTEMPT),
        // spec: error.METHOD_CONFIRM_DENIED
        ("METHOD_CONFIRM_DENIED", &[403], Access, ONE_ATTEMPT),
        // spec: error.session_failed
        ("session_failed", &[401], Auth, ONE_ATTEMPT),
        // spec: error.access_denied
        ("access_denied", &[401], Access, ONE_ATTEMPT),
        // spec: error.ERROR_MANIFEST_IS_NOT_AVAILABLE
        ("ERROR_MANIFEST_IS_NOT_AVAILABLE", &[404], Request, ONE_ATTEMPT),
        // spec: error.WRONG_ENCODING
        ("WRONG_ENCODING", &[200], Server, ONE_ATTEMPT),
        // spec: answer.invalid-format
        ("INVALID_FORMAT", &[400], Request, ONE_ATTEMPT),
    ];
    for &(code, statuses, kind, attempts) in cases {
        assert!(code::ALL.iter().any(|(known, _)| *known == code), "{code} is documented");
        for &status in statuses {
            let (error, sent) = call_and_count(error_response(status, code));
            assert_eq!(
                (&*error.code, error.kind, sent),
                (code, kind, attempts),
                "{code} with {status}"
            );
            assert_eq!(
                (error.status, error.retryable),
                (Some(status), attempts > ONE_ATTEMPT),
                "{code}"
            );
            assert_eq!(error.message, format!("Says {code}"));
        }
    }
}

#[test]
fn a_new_token_is_tried_once() {
    for code in [
        "expired_token", // spec: error.expired_token
        "invalid_token", // spec: error.invalid_token
    ] {
        // The second token is accepted, or rejected too.
        for is_accepted in [true, false] {
            let host = VirtualHost::with_tokens(
                move |request| match &*request.form["auth"] {
                    "second" if is_accepted => Reply::ok(r#"{"result":{"4":{"id":4}}}"#),
                    _ => error_response(401, code),
                },
                |reason| {
                    Ok(token(match reason {
                        TokenReason::Initial => "first",
                        TokenReason::Moved | TokenReason::Expired => "second",
                    }))
                },
            );
            let client = Client::new(host.clone(), Auth::Source, ClientOptions::default());
            let ids = [IdInput::Number(4.0)];
            match host.run(client.get_users(ids, GetUsersOptions::default(), |_| ())) {
                Ok(list) => assert!(is_accepted && list.users.len() == 1, "{code}"),
                Err(GetUsersError::Failed(error)) => {
                    assert!(
                        !is_accepted && error.code == code && error.kind == ErrorKind::Auth,
                        "{error:?}"
                    );
                }
                Err(other) => panic!("{other:?}"),
            }
            assert_eq!(host.requests().len(), 2, "{code}");
        }
    }
}

#[test]
fn a_command_error_fails_only_its_users() {
    for code in [
        "ERROR_BATCH_METHOD_NOT_ALLOWED", // spec: error.ERROR_BATCH_METHOD_NOT_ALLOWED
        "ERROR_BATCH_LENGTH_EXCEEDED",    // spec: error.ERROR_BATCH_LENGTH_EXCEEDED
    ] {
        let body = json!({ "result": {
            "result": { "c0": { "4": { "id": 4 } } },
            "result_error": { "c1": { "error": code, "error_description": "" } },
            "result_time": [],
        } });
        let host = VirtualHost::new(move |_| Reply::ok(body.to_string()));
        let limits = Limits { ids_per_call: Some(1), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        let client = Client::new(host.clone(), Auth::Token(token("t")), options);
        let ids = [4.0, 5.0].map(IdInput::Number);
        let options = GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() };
        let list = host.run(client.get_users(ids, options, |_| ())).unwrap();
        assert_eq!(
            (list.users.len(), list.failed.len(), host.requests().len()),
            (1, 1, 1),
            "{code}"
        );
        let failure = &list.failed[0];
        assert_eq!((failure.ids[0].get(), &*failure.error.code), (5, code));
    }
}

// spec: error.not-json
#[test]
fn invalid_json_is_retried() {
    for (status, body, kind) in [
        (502, "<html>Bad Gateway</html>", ErrorKind::Server),
        (500, "", ErrorKind::Server),
        (200, "", ErrorKind::Response),
        (200, "<html>Sign in</html>", ErrorKind::Response),
        (200, r#"{"result":{"4":{"id":4,"na"#, ErrorKind::Response),
    ] {
        let (error, sent) = call_and_count(Reply::Response(status, body.into()));
        assert_eq!(
            (&*error.code, error.kind, sent),
            ("BAD_RESPONSE", kind, ATTEMPTS_WITH_RETRIES),
            "{status} {body}"
        );
    }
}

// spec: error.no-answer
#[test]
fn network_failures_and_timeouts_are_retried() {
    let cause = Cause { name: "TypeError".into(), message: "Failed to fetch".into() };
    let (error, sent) = call_and_count(Reply::Error(TransportError::Network(cause)));
    assert_eq!(
        (&*error.code, error.kind, sent),
        ("NETWORK_ERROR", ErrorKind::Network, ATTEMPTS_WITH_RETRIES)
    );
    let (error, sent) = call_and_count(Reply::Hang);
    assert_eq!(
        (&*error.code, error.kind, sent),
        ("REQUEST_TIMEOUT", ErrorKind::Timeout, ATTEMPTS_WITH_RETRIES)
    );
}

#[test]
fn error_envelopes_of_every_shape_are_read() {
    for (status, body, code, message) in [
        // spec: envelope.error
        (
            400,
            r#"{"error":"USER_NOT_EXISTS","error_description":"Nobody"}"#,
            "USER_NOT_EXISTS",
            "Nobody",
        ),
        // spec: envelope.extra
        (
            400,
            r#"{"error":"ERROR_ARGUMENT","error_description":"x","argument":"ID"}"#,
            "ERROR_ARGUMENT",
            "x",
        ),
        // spec: envelope.code
        (400, r#"{"error":"","error_description":"Oops"}"#, "PORTAL_ERROR", "Oops"),
        // spec: envelope.code
        (400, r#"{"error":"0","error_description":"Oops"}"#, "0", "Oops"),
        // spec: envelope.code
        (400, r#"{"error":0,"error_description":"Oops"}"#, "0", "Oops"),
        // spec: envelope.description
        (401, r#"{"error":"X","error_description":""}"#, "X", "The portal reported an error"),
        // spec: envelope.200
        (200, r#"{"error":"WRONG_ENCODING","error_description":"x"}"#, "WRONG_ENCODING", "x"),
    ] {
        let (error, _) = call_and_count(Reply::Response(status, body.into()));
        assert_eq!(
            (&*error.code, &*error.message, error.status),
            (code, message, Some(status)),
            "{body}"
        );
    }
}
