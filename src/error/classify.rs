//! The classification of errors. No other module compares error codes.

use super::kind::ErrorKind;
use super::{Error, code};

/// Where an error was found.
#[derive(Clone, Copy)]
pub(super) enum Origin {
    /// This library detected the error.
    Library(ErrorKind),
    /// The portal reported the error in a response with this HTTP status.
    Portal(u16),
    /// The response with this HTTP status could not be read.
    Unreadable(u16),
}

/// What an error means for callers and for the layers above.
#[derive(Clone, Copy)]
pub(super) struct Classification {
    pub(super) kind: ErrorKind,
    pub(super) retryable: bool,
    pub(super) condition: Condition,
}

/// The cause of an error, in the detail that the layers above need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// The portal, or its front end, accepts no more requests for now.
    Throttled,
    /// The portal has spent too much operating time on the method.
    OperatingTimeLimit,
    TokenExpired,
    TokenUnavailable,
    /// The portal could not reach its authorization server, and has executed nothing.
    AuthorizationUnreachable,
    /// The portal's address redirects to another address.
    PortalMoved,
    /// No response arrived, or only a part of it.
    NoResponse,
    RequestTooLarge,
    ResponseTooLarge,
    /// The response is not JSON of the form that the method returns.
    BadResponse,
    /// An argument is invalid. Portals use the same code when a single record makes a call fail.
    BadArgument,
    Other,
}

/// Questions about the cause of an error.
impl Error {
    /// Whether the portal, or its front end, accepts no more requests for now.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.condition == Condition::Throttled
    }

    /// Whether the portal has spent too much operating time on the method.
    #[must_use]
    pub fn is_operating_limit(&self) -> bool {
        self.condition == Condition::OperatingTimeLimit
    }

    /// Whether the portal refuses the token, so that a new token may help.
    #[must_use]
    pub fn is_token_expired(&self) -> bool {
        self.condition == Condition::TokenExpired
    }

    /// Whether `getToken` failed. A later call may get a token, but a retry of the request would
    /// not.
    #[must_use]
    pub fn is_token_unavailable(&self) -> bool {
        self.condition == Condition::TokenUnavailable
    }

    /// Whether the portal's address redirects to another address.
    #[must_use]
    pub fn is_portal_moved(&self) -> bool {
        self.condition == Condition::PortalMoved
    }

    /// Whether the portal may have executed the request. If not, the request may be sent again even
    /// if it is not idempotent.
    #[must_use]
    pub fn is_possibly_executed(&self) -> bool {
        !matches!(
            self.condition,
            Condition::Throttled
                | Condition::OperatingTimeLimit
                | Condition::TokenExpired
                | Condition::AuthorizationUnreachable
        )
    }

    /// Whether smaller requests for the same ids may succeed: the error may be due to one of the
    /// ids, or to their number.
    #[must_use]
    pub fn is_splittable(&self) -> bool {
        use ErrorKind::{Network, Response, Server, Timeout};
        match self.condition {
            Condition::RequestTooLarge | Condition::BadArgument => true,
            Condition::PortalMoved => false,
            _ => matches!(self.kind, Server | Response | Timeout | Network),
        }
    }

    /// Whether the remaining requests of the call would probably fail too, as with a rejected
    /// token. If so, the call does not send them.
    #[must_use]
    pub const fn is_systemic(&self) -> bool {
        !matches!(self.0.kind, ErrorKind::Server | ErrorKind::Response | ErrorKind::Request)
    }

    /// Whether the request took too long. The same request would probably take too long again.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind == ErrorKind::Timeout || self.status == Some(504)
    }

    /// Whether no response arrived, or only a part of it.
    #[must_use]
    pub fn is_network_failure(&self) -> bool {
        self.condition == Condition::NoResponse
    }

    /// Whether the portal, its front end or a firewall rejects requests of this size.
    #[must_use]
    pub fn is_request_too_large(&self) -> bool {
        self.condition == Condition::RequestTooLarge
    }

    /// Whether the response exceeds a limit on its size or on its number of users.
    #[must_use]
    pub fn is_response_too_large(&self) -> bool {
        self.condition == Condition::ResponseTooLarge
    }

    /// Whether the response is not JSON of the form that the method returns.
    #[must_use]
    pub fn is_bad_response(&self) -> bool {
        self.condition == Condition::BadResponse
    }
}

/// Classifies an error by its code (in upper or lower case) and its origin, which includes the HTTP
/// status of a response.
pub(super) fn classify(code: &str, origin: Origin) -> Classification {
    let upper = code.to_ascii_uppercase();
    let (kind, retryable) = match origin {
        Origin::Portal(status) => kind_of_code(&upper, status),
        Origin::Unreadable(status) => kind_of_status(status),
        Origin::Library(kind) => {
            let is_transient =
                matches!(kind, ErrorKind::Network | ErrorKind::Timeout | ErrorKind::Limit);
            (kind, is_transient && code != code::PORTAL_MOVED)
        }
    };
    let status = match origin {
        Origin::Portal(status) | Origin::Unreadable(status) => Some(status),
        Origin::Library(_) => None,
    };
    let condition = match upper.as_str() {
        code::QUERY_LIMIT_EXCEEDED => Condition::Throttled,
        code::OPERATION_TIME_LIMIT => Condition::OperatingTimeLimit,
        // The authorization server reports an expired token as `INVALID_TOKEN`.
        "EXPIRED_TOKEN" | "INVALID_TOKEN" => Condition::TokenExpired,
        code::TOKEN_UNAVAILABLE => Condition::TokenUnavailable,
        "CONNECTION_ERROR" => Condition::AuthorizationUnreachable,
        _ if kind == ErrorKind::Limit && retryable => Condition::Throttled,
        _ if status == Some(413) => Condition::RequestTooLarge,
        code::RESPONSE_TOO_LARGE => Condition::ResponseTooLarge,
        code::PORTAL_MOVED => Condition::PortalMoved,
        code::NETWORK_ERROR => Condition::NoResponse,
        code::BAD_RESPONSE => Condition::BadResponse,
        "ERROR_ARGUMENT" | "INVALID_FORMAT" => Condition::BadArgument,
        _ => Condition::Other,
    };
    Classification { kind, retryable, condition }
}

/// Returns the kind of an error that the portal reports, and whether the error is retryable.
/// `upper` is the error's code in upper case.
///
/// The code decides, and the HTTP status only for codes that are not listed here, because the
/// portal, its documentation and its front end disagree about statuses.
fn kind_of_code(upper: &str, status: u16) -> (ErrorKind, bool) {
    use ErrorKind::{Access, Auth, Limit, Request, Server};
    match upper {
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
        // Codes of AJAX actions.
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
        // A manual block, which only the portal's support can lift.
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
        // `CONNECTION_ERROR` has status 401, although the portal failed: it could not reach its
        // authorization server.
        "CONNECTION_ERROR" | "INTERNAL_SERVER_ERROR" | "ERROR_UNEXPECTED_ANSWER" | "ERROR_CORE" => {
            (Server, true)
        }
        "INTERNAL_WRONG_TRANSPORT" | "INTERNAL_WRONG_HANDLER_CLASS" | "WRONG_ENCODING" => {
            (Server, false)
        }
        // A code of REST v3.
        upper if upper.ends_with("ACCESSDENIEDEXCEPTION") => (Access, false),
        // The error comes from the method itself: portals send such errors with a status of
        // success.
        _ if status < 400 => (Request, false),
        _ => kind_of_status(status),
    }
}

/// Returns the kind of an error of which only the HTTP status is known, and whether the error is
/// retryable.
const fn kind_of_status(status: u16) -> (ErrorKind, bool) {
    match status {
        401 => (ErrorKind::Auth, false),
        403 => (ErrorKind::Access, false),
        429 => (ErrorKind::Limit, true),
        408 | 500..=599 => (ErrorKind::Server, true),
        400..=499 => (ErrorKind::Request, false),
        // An unreadable response with a status of success may have been truncated.
        _ => (ErrorKind::Response, true),
    }
}
