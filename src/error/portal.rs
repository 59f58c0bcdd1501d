use super::kind::ErrorKind;

/// The kind and retryability of an error that the portal reports.
///
/// Codes decide, not statuses: the portal, its documentation and its front end disagree about the latter.
/// A status only speaks for codes nobody has listed. Comparison ignores case, as the portal mixes both.
pub(crate) fn classify(code: &str, status: u16) -> (ErrorKind, bool) {
    use ErrorKind::{Access, Auth, Limit, Request, Server};
    match code.to_ascii_uppercase().as_str() {
        "EXPIRED_TOKEN"
        | "INVALID_TOKEN"
        | "NO_AUTH_FOUND"
        | "INVALID_CREDENTIALS"
        | "AUTHORIZATION_ERROR"
        | "APPLICATION_NOT_FOUND"
        | "ERROR_OAUTH"
        | "WRONG_AUTH_TYPE"
        | "SESSION_FAILED"
        | "INVALID_CLIENT"
        | "INVALID_GRANT"
        | "INVALID_SCOPE"
        | "WRONG_CLIENT"
        // Of ajax actions.
        | "INVALID_AUTHENTICATION"
        | "INVALID_CSRF" => (Auth, false),
        "INSUFFICIENT_SCOPE"
        | "USER_ACCESS_ERROR"
        | "ACCESS_DENIED"
        | "ACCESS_ERROR"
        | "PAYMENT_REQUIRED"
        | "PORTAL_DELETED"
        | "METHOD_CONFIRM_WAITING"
        | "METHOD_CONFIRM_DENIED" => (Access, false),
        "QUERY_LIMIT_EXCEEDED" | "OPERATION_TIME_LIMIT" => (Limit, true),
        // A block by hand: only the portal's support can lift it.
        "OVERLOAD_LIMIT" => (Limit, false),
        "INVALID_FORMAT"
        | "INVALID_REQUEST"
        | "ERROR_METHOD_NOT_FOUND"
        | "ERROR_BATCH_METHOD_NOT_ALLOWED"
        | "ERROR_BATCH_LENGTH_EXCEEDED"
        | "ERROR_ARGUMENT"
        | "ERROR_MANIFEST_IS_NOT_AVAILABLE"
        | "ID_EMPTY"
        | "USER_NOT_EXISTS"
        | "STATUS_ERROR"
        | "CHAT_ID_EMPTY"
        | "DIALOG_ID_EMPTY"
        | "FIND_SHORT" => (Request, false),
        // Sent with 401, yet it is the portal that could not reach its authorization server.
        "CONNECTION_ERROR" | "INTERNAL_SERVER_ERROR" | "ERROR_UNEXPECTED_ANSWER" | "ERROR_CORE" => {
            (Server, true)
        }
        "INTERNAL_WRONG_TRANSPORT" | "INTERNAL_WRONG_HANDLER_CLASS" | "WRONG_ENCODING" => (Server, false),
        // Of REST v3.
        upper if upper.ends_with("ACCESSDENIEDEXCEPTION") => (Access, false),
        // A handler's own error, which the portal passes on with a success.
        _ if status < 400 => (Request, false),
        _ => classify_status(status),
    }
}

/// The kind and retryability of an answer that tells nothing but its status.
pub(crate) fn classify_status(status: u16) -> (ErrorKind, bool) {
    match status {
        401 => (ErrorKind::Auth, false),
        403 => (ErrorKind::Access, false),
        429 => (ErrorKind::Limit, true),
        408 | 500..=599 => (ErrorKind::Server, true),
        400..=499 => (ErrorKind::Request, false),
        // A success that cannot be read may have been cut on its way.
        _ => (ErrorKind::Response, true),
    }
}
