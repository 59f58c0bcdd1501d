//! Classification by code; the status decides only for unlisted codes.

use b24_users::error::{Error, ErrorKind};
use b24_users::time::Millis;

#[test]
fn known_codes_override_the_status() {
    use ErrorKind::{Access, Auth, Limit, Request, Server};
    for (code, kind, retryable) in [
        ("expired_token", Auth, false),
        ("invalid_token", Auth, false),
        ("NO_AUTH_FOUND", Auth, false),
        ("INVALID_CREDENTIALS", Auth, false),
        ("authorization_error", Auth, false),
        ("APPLICATION_NOT_FOUND", Auth, false),
        ("ERROR_OAUTH", Auth, false),
        ("WRONG_AUTH_TYPE", Auth, false),
        ("session_failed", Auth, false),
        ("invalid_client", Auth, false),
        ("invalid_grant", Auth, false),
        ("invalid_scope", Auth, false),
        ("wrong_client", Auth, false),
        ("insufficient_scope", Access, false),
        ("user_access_error", Access, false),
        ("ACCESS_DENIED", Access, false),
        ("access_denied", Access, false),
        ("ACCESS_ERROR", Access, false),
        ("PAYMENT_REQUIRED", Access, false),
        ("PORTAL_DELETED", Access, false),
        ("METHOD_CONFIRM_WAITING", Access, false),
        ("METHOD_CONFIRM_DENIED", Access, false),
        ("QUERY_LIMIT_EXCEEDED", Limit, true),
        ("OPERATION_TIME_LIMIT", Limit, true),
        ("OVERLOAD_LIMIT", Limit, false),
        ("INVALID_FORMAT", Request, false),
        ("INVALID_REQUEST", Request, false),
        ("ERROR_METHOD_NOT_FOUND", Request, false),
        ("ERROR_BATCH_METHOD_NOT_ALLOWED", Request, false),
        ("ERROR_BATCH_LENGTH_EXCEEDED", Request, false),
        ("ERROR_ARGUMENT", Request, false),
        ("ERROR_MANIFEST_IS_NOT_AVAILABLE", Request, false),
        ("ID_EMPTY", Request, false),
        ("USER_NOT_EXISTS", Request, false),
        ("STATUS_ERROR", Request, false),
        ("CHAT_ID_EMPTY", Request, false),
        ("DIALOG_ID_EMPTY", Request, false),
        ("FIND_SHORT", Request, false),
        ("CONNECTION_ERROR", Server, true),
        ("INTERNAL_SERVER_ERROR", Server, true),
        ("ERROR_UNEXPECTED_ANSWER", Server, true),
        ("ERROR_CORE", Server, true),
        ("INTERNAL_WRONG_TRANSPORT", Server, false),
        ("INTERNAL_WRONG_HANDLER_CLASS", Server, false),
        ("WRONG_ENCODING", Server, false),
    ] {
        for status in [200, 400, 401, 403, 404, 429, 500, 503] {
            let error = Error::from_portal(code, "text", status);
            assert_eq!((error.kind, error.retryable), (kind, retryable), "{code} with {status}");
            assert_eq!((error.code.as_str(), error.status), (code, Some(status)));
        }
    }
}

#[test]
fn the_status_classifies_unknown_codes() {
    for (status, kind, retryable) in [
        (200, ErrorKind::Request, false),
        (400, ErrorKind::Request, false),
        (401, ErrorKind::Auth, false),
        (403, ErrorKind::Access, false),
        (404, ErrorKind::Request, false),
        (408, ErrorKind::Server, true),
        (429, ErrorKind::Limit, true),
        (503, ErrorKind::Server, true),
    ] {
        for code in ["SOMETHING_NEW", "0", ""] {
            let error = Error::from_portal(code, "", status);
            assert_eq!((error.kind, error.retryable), (kind, retryable), "{code:?} with {status}");
        }
    }
}

#[test]
fn an_empty_code_and_description_get_defaults() {
    let error = Error::from_portal("", "", 400);
    assert_eq!(
        (error.code.as_str(), error.message.as_str()),
        ("PORTAL_ERROR", "The portal reported an error")
    );
}

#[test]
fn an_infinite_retry_after_is_null() {
    let mut error = Error::limited_until_deadline("QUERY_LIMIT_EXCEEDED");
    for (ms, data) in [(1500.0, Some(1500.0)), (f64::INFINITY, None), (f64::NAN, None)] {
        error.set_retry_after(Some(Millis::new(ms)));
        let json = serde_json::to_value(&error).unwrap();
        assert_eq!(json.get("retryAfterMs"), Some(&serde_json::json!(data)));
    }
}
