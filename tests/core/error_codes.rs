//! The portal's error codes: kind, retryability and number of attempts.

use b24_users::auth::{Auth, TokenReason};
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions, Limits};
use b24_users::error::{Cause, Error, ErrorKind};
use b24_users::ids::IdInput;
use b24_users::transport::TransportError;
use serde_json::json;

use crate::virtual_host::{Reply, VirtualHost, token};

/// How often a request is sent in vain: as often as retries allow, or once.
const SENT_AGAIN: usize = 5;
const SENT_ONCE: usize = 1;
/// And then once a minute.
const SENT_FOR_TEN_MINUTES: usize = 11;

fn answer(status: u16, code: &str) -> Reply {
    let body = json!({ "error": code, "error_description": format!("Says {code}") });
    Reply::Answer(status, body.to_string().into_bytes())
}

/// What comes of a call for user 4 in a world where all requests end like that, and how many there
/// were.
fn fail(reply: Reply) -> (Error, usize) {
    let world = VirtualHost::new(move |_| reply.clone());
    let client = Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default());
    let outcome =
        world.run(client.get_users([IdInput::Number(4.0)], GetUsersOptions::default(), |_| ()));
    let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
    (error, world.seen().len())
}

#[test]
fn each_code_is_returned_after_its_number_of_attempts() {
    use ErrorKind::{Access, Auth, Limit, Request, Server};
    let cases: &[(&str, &[u16], ErrorKind, usize)] = &[
        // spec: error.NO_AUTH_FOUND
        ("NO_AUTH_FOUND", &[401], Auth, SENT_ONCE),
        // spec: error.INVALID_CREDENTIALS
        ("INVALID_CREDENTIALS", &[401, 403], Auth, SENT_ONCE),
        // spec: error.insufficient_scope
        ("insufficient_scope", &[401, 403], Access, SENT_ONCE),
        // spec: error.user_access_error
        ("user_access_error", &[401, 403], Access, SENT_ONCE),
        // spec: error.authorization_error
        ("authorization_error", &[401], Auth, SENT_ONCE),
        // spec: error.APPLICATION_NOT_FOUND
        ("APPLICATION_NOT_FOUND", &[401], Auth, SENT_ONCE),
        // spec: error.ERROR_OAUTH
        ("ERROR_OAUTH", &[401], Auth, SENT_ONCE),
        // spec: error.PAYMENT_REQUIRED
        ("PAYMENT_REQUIRED", &[401], Access, SENT_ONCE),
        // spec: error.CONNECTION_ERROR
        ("CONNECTION_ERROR", &[401], Server, SENT_AGAIN),
        // spec: error.ACCESS_DENIED, error.ACCESS_DENIED.403
        ("ACCESS_DENIED", &[401, 403], Access, SENT_ONCE),
        // spec: error.WRONG_AUTH_TYPE
        ("WRONG_AUTH_TYPE", &[403], Auth, SENT_ONCE),
        // spec: error.INVALID_REQUEST
        ("INVALID_REQUEST", &[401, 400], Request, SENT_ONCE),
        // spec: error.OVERLOAD_LIMIT
        ("OVERLOAD_LIMIT", &[401, 503], Limit, SENT_ONCE),
        // spec: error.QUERY_LIMIT_EXCEEDED
        ("QUERY_LIMIT_EXCEEDED", &[503], Limit, SENT_AGAIN),
        // spec: error.OPERATION_TIME_LIMIT
        ("OPERATION_TIME_LIMIT", &[429], Limit, SENT_FOR_TEN_MINUTES),
        // spec: error.ERROR_METHOD_NOT_FOUND
        ("ERROR_METHOD_NOT_FOUND", &[404], Request, SENT_ONCE),
        // spec: error.INTERNAL_SERVER_ERROR
        ("INTERNAL_SERVER_ERROR", &[500], Server, SENT_AGAIN),
        // spec: error.ERROR_UNEXPECTED_ANSWER
        ("ERROR_UNEXPECTED_ANSWER", &[500], Server, SENT_AGAIN),
        // spec: error.ERROR_CORE
        ("ERROR_CORE", &[400, 500], Server, SENT_AGAIN),
        // spec: error.ERROR_ARGUMENT
        ("ERROR_ARGUMENT", &[400], Request, SENT_ONCE),
        // spec: error.PORTAL_DELETED
        ("PORTAL_DELETED", &[403, 500], Access, SENT_ONCE),
        // spec: error.INTERNAL_WRONG_TRANSPORT
        ("INTERNAL_WRONG_TRANSPORT", &[500], Server, SENT_ONCE),
        // spec: error.INTERNAL_WRONG_HANDLER_CLASS
        ("INTERNAL_WRONG_HANDLER_CLASS", &[500], Server, SENT_ONCE),
        // spec: error.METHOD_CONFIRM_WAITING
        ("METHOD_CONFIRM_WAITING", &[401], Access, SENT_ONCE),
        // spec: error.METHOD_CONFIRM_DENIED
        ("METHOD_CONFIRM_DENIED", &[403], Access, SENT_ONCE),
        // spec: error.session_failed
        ("session_failed", &[401], Auth, SENT_ONCE),
        // spec: error.access_denied
        ("access_denied", &[401], Access, SENT_ONCE),
        // spec: error.ERROR_MANIFEST_IS_NOT_AVAILABLE
        ("ERROR_MANIFEST_IS_NOT_AVAILABLE", &[404], Request, SENT_ONCE),
        // spec: error.WRONG_ENCODING
        ("WRONG_ENCODING", &[200], Server, SENT_ONCE),
        // spec: answer.invalid-format
        ("INVALID_FORMAT", &[400], Request, SENT_ONCE),
    ];
    for &(code, statuses, kind, attempts) in cases {
        for &status in statuses {
            let (error, sent) = fail(answer(status, code));
            assert_eq!(
                (&*error.code, error.kind, sent),
                (code, kind, attempts),
                "{code} with {status}"
            );
            assert_eq!(
                (error.status, error.retryable),
                (Some(status), attempts > SENT_ONCE),
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
        // The second token is good, or no better.
        for good in [true, false] {
            let world = VirtualHost::with_tokens(
                move |seen| match &*seen.form["auth"] {
                    "second" if good => Reply::ok(r#"{"result":{"4":{"id":4}}}"#),
                    _ => answer(401, code),
                },
                |reason| {
                    Ok(token(match reason {
                        TokenReason::Initial => "first",
                        TokenReason::Moved | TokenReason::Expired => "second",
                    }))
                },
            );
            let client = Client::new(world.clone(), Auth::Source, ClientOptions::default());
            let ids = [IdInput::Number(4.0)];
            match world.run(client.get_users(ids, GetUsersOptions::default(), |_| ())) {
                Ok(list) => assert!(good && list.users.len() == 1, "{code}"),
                Err(GetUsersError::Failed(error)) => {
                    assert!(
                        !good && error.code == code && error.kind == ErrorKind::Auth,
                        "{error:?}"
                    );
                }
                Err(other) => panic!("{other:?}"),
            }
            assert_eq!(world.seen().len(), 2, "{code}");
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
        let world = VirtualHost::new(move |_| Reply::ok(body.to_string()));
        let limits = Limits { ids_per_call: Some(1), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        let client = Client::new(world.clone(), Auth::Token(token("t")), options);
        let ids = [4.0, 5.0].map(IdInput::Number);
        let options = GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() };
        let list = world.run(client.get_users(ids, options, |_| ())).unwrap();
        assert_eq!((list.users.len(), list.failed.len(), world.seen().len()), (1, 1, 1), "{code}");
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
        let (error, sent) = fail(Reply::Answer(status, body.into()));
        assert_eq!(
            (&*error.code, error.kind, sent),
            ("BAD_RESPONSE", kind, SENT_AGAIN),
            "{status} {body}"
        );
    }
}

// spec: error.no-answer
#[test]
fn network_failures_and_timeouts_are_retried() {
    let cause = Cause { name: "TypeError".into(), message: "Failed to fetch".into() };
    let (error, sent) = fail(Reply::Fail(TransportError::Network(cause)));
    assert_eq!((&*error.code, error.kind, sent), ("NETWORK_ERROR", ErrorKind::Network, SENT_AGAIN));
    let (error, sent) = fail(Reply::Hang);
    assert_eq!(
        (&*error.code, error.kind, sent),
        ("REQUEST_TIMEOUT", ErrorKind::Timeout, SENT_AGAIN)
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
        let (error, _) = fail(Reply::Answer(status, body.into()));
        assert_eq!(
            (&*error.code, &*error.message, error.status),
            (code, message, Some(status)),
            "{body}"
        );
    }
}
