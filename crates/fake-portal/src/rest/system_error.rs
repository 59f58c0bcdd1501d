//! The table of the errors that any call can have.

/// An error code, with the HTTP status and the description that the server sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SystemError {
    /// The `error` of the response.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The `error_description` of the response.
    pub description: &'static str,
}

/// Finds an error by its code; `None` if the code is not in the table. If the code has several HTTP
/// statuses, returns the entry with `status`, or else the first entry.
#[must_use]
pub fn find_by_code(code: &str, status: Option<u16>) -> Option<SystemError> {
    let mut named = ALL_SYSTEM_ERRORS.into_iter().filter(|error| error.code == code);
    let first = named.clone().next();
    named.find(|error| Some(error.status) == status).or(first)
}

const fn error(code: &'static str, status: u16, description: &'static str) -> SystemError {
    SystemError { code, status, description }
}

/// The errors that any call can have, with the HTTP statuses of the real server. For some errors,
/// Bitrix24's documentation states another status.
pub const ALL_SYSTEM_ERRORS: [SystemError; 34] = [
    error("expired_token", 401, "The access token provided has expired"),
    error("invalid_token", 401, "Unable to get application by token"),
    error("NO_AUTH_FOUND", 401, "Wrong authorization data"),
    error("INVALID_CREDENTIALS", 401, "Invalid request credentials"),
    error(
        "insufficient_scope",
        401,
        "The request requires higher privileges than provided by the access token",
    ),
    error("user_access_error", 401, "The user does not have access to the application."),
    error("authorization_error", 401, "Unable to authorize user"),
    error("APPLICATION_NOT_FOUND", 401, "Application not found"),
    error("ERROR_OAUTH", 401, "Application not installed"),
    error("PAYMENT_REQUIRED", 401, "Subscription has been ended"),
    error("CONNECTION_ERROR", 401, "Error connecting to authorization server"),
    error("ACCESS_DENIED", 401, "REST is available only on commercial plans."),
    error("ACCESS_DENIED", 403, "Access denied!"),
    error("WRONG_AUTH_TYPE", 403, "Current authorization type is denied for this method"),
    error("INVALID_REQUEST", 401, "Https required."),
    error("OVERLOAD_LIMIT", 401, "REST API is blocked due to overload."),
    error("QUERY_LIMIT_EXCEEDED", 503, "Too many requests"),
    error("OPERATION_TIME_LIMIT", 429, "Method is blocked due to operation time limit."),
    error("ERROR_METHOD_NOT_FOUND", 404, "Method not found!"),
    error("INTERNAL_SERVER_ERROR", 500, "Internal server error"),
    error("ERROR_UNEXPECTED_ANSWER", 500, "Server returned an unexpected response"),
    error("ERROR_CORE", 400, "Internal error"),
    error("ERROR_ARGUMENT", 400, "Wrong argument"),
    error("PORTAL_DELETED", 403, "Portal was deleted"),
    error("INTERNAL_WRONG_TRANSPORT", 500, "Wrong transport"),
    error("INTERNAL_WRONG_HANDLER_CLASS", 500, "Wrong handler class"),
    error("ERROR_BATCH_METHOD_NOT_ALLOWED", 405, "Method is not allowed for batch usage"),
    error("ERROR_BATCH_LENGTH_EXCEEDED", 400, "Max batch length exceeded"),
    error("ERROR_MANIFEST_IS_NOT_AVAILABLE", 404, "Manifest is not available"),
    error("METHOD_CONFIRM_WAITING", 401, "Waiting for confirmation"),
    error("METHOD_CONFIRM_DENIED", 403, "Method call denied"),
    error("session_failed", 401, "Sessid check failed"),
    error("access_denied", 401, "User not authorized"),
    error("WRONG_ENCODING", 200, "Wrong request encoding"),
];
