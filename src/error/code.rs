//! The codes of errors: those of this library, and those that portals are documented to send. Other
//! codes of portals pass through unchanged.

/// Declares the codes as constants and, with their docs, for the TypeScript type `B24ErrorCode`.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal;)+) => {
        $($(#[doc = $doc])+ pub const $name: &str = $code;)+

        /// All codes with their docs.
        pub const ALL: &[(&str, &str)] = &[$(($code, concat!($($doc),+))),+];
    };
}

codes! {
    // Found by this library.

    /// An entry of the ids is not a user id. Nothing was sent.
    INVALID_ID = "INVALID_ID";
    /// There are more ids than `limits.maxIds`. Nothing was sent.
    TOO_MANY_IDS = "TOO_MANY_IDS";
    /// The value does not identify a chat. Nothing was sent.
    INVALID_CHAT = "INVALID_CHAT";
    /// The REST method's name is not valid. Nothing was sent.
    INVALID_METHOD = "INVALID_METHOD";
    /// The parameters, filter or query of a call cannot be sent, or the portal would misread them.
    /// Nothing was sent.
    INVALID_PARAMS = "INVALID_PARAMS";
    /// A command of a batch has a reference that the portal would misread. Nothing was sent.
    INVALID_REFERENCE = "INVALID_REFERENCE";
    /// A command of a batch refers to a value that does not exist, so the portal substituted
    /// another value.
    UNRESOLVED_REFERENCE = "UNRESOLVED_REFERENCE";
    /// A command of a batch was not executed, because a command related to it by references failed.
    COMMAND_SKIPPED = "COMMAND_SKIPPED";
    /// The library sends no token to this portal address or webhook.
    INVALID_PORTAL = "INVALID_PORTAL";
    /// An option has a wrong type or value, or two options contradict each other.
    INVALID_OPTIONS = "INVALID_OPTIONS";
    /// The application's `getToken` threw or did not answer in time (`retryable`), or returned a
    /// value that is not a token.
    TOKEN_UNAVAILABLE = "TOKEN_UNAVAILABLE";
    /// One attempt took longer than `requestTimeoutMs`.
    REQUEST_TIMEOUT = "REQUEST_TIMEOUT";
    /// The whole call took longer than `deadlineMs`. Users that had arrived are kept.
    DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED";
    /// The caller's signal was aborted. The call has no result.
    ABORTED = "ABORTED";
    /// The request could not be sent, or no response could be read: no network, DNS, TLS, CORS, or
    /// a Content-Security-Policy whose `connect-src` does not list the portal.
    NETWORK_ERROR = "NETWORK_ERROR";
    /// The portal's address redirects, and redirects are never followed: the portal was renamed,
    /// and `getToken`, if there is one, did not return its new address.
    PORTAL_MOVED = "PORTAL_MOVED";
    /// The response is not JSON, or not the JSON that the method returns.
    BAD_RESPONSE = "BAD_RESPONSE";
    /// The response is larger than `limits.maxResponseBytes`, even for one user.
    RESPONSE_TOO_LARGE = "RESPONSE_TOO_LARGE";
    /// The response has a user who was not requested.
    UNEXPECTED_USERS = "UNEXPECTED_USERS";
    /// The portal reported an error without a code.
    PORTAL_ERROR = "PORTAL_ERROR";
    /// Some users arrived, others could not be fetched.
    PARTIAL_RESULT = "PARTIAL_RESULT";

    // Found by the TypeScript of the package.

    /// The client was closed. Nothing was sent.
    CLOSED = "CLOSED";
    /// The WebAssembly module could not be loaded (`retryable`), or is not a module in this build.
    LOAD_FAILED = "LOAD_FAILED";
    /// The page's Content-Security-Policy forbids WebAssembly. `b24-users/js` needs none.
    WASM_FORBIDDEN = "WASM_FORBIDDEN";
    /// The runtime has no WebAssembly. `b24-users/js` needs none.
    WASM_UNAVAILABLE = "WASM_UNAVAILABLE";
    /// `init` of `b24-users/slim` was not called.
    NOT_INITIALIZED = "NOT_INITIALIZED";
    /// The WebAssembly module stopped working; the next call starts another instance.
    PANIC = "PANIC";

    // Sent by portals.

    /// The token has expired. With `getToken`, a new token was tried.
    EXPIRED_TOKEN = "expired_token";
    /// The authorization server does not know the token. With `getToken`, a new token was tried.
    INVALID_TOKEN = "invalid_token";
    /// The portal found no credential in the request.
    NO_AUTH_FOUND = "NO_AUTH_FOUND";
    /// The webhook is wrong, revoked or expired.
    INVALID_CREDENTIALS = "INVALID_CREDENTIALS";
    /// The user of the token is deactivated.
    AUTHORIZATION_ERROR = "authorization_error";
    /// The application has been removed from the portal.
    APPLICATION_NOT_FOUND = "APPLICATION_NOT_FOUND";
    /// The application is not installed.
    ERROR_OAUTH = "ERROR_OAUTH";
    /// The method needs another kind of credential.
    WRONG_AUTH_TYPE = "WRONG_AUTH_TYPE";
    /// The session of a page of the portal has expired.
    SESSION_FAILED = "session_failed";
    /// The token lacks the scope of the method.
    INSUFFICIENT_SCOPE = "insufficient_scope";
    /// The user may not use the application.
    USER_ACCESS_ERROR = "user_access_error";
    /// The caller may not do this, or the portal's plan has no REST access.
    ACCESS_DENIED = "ACCESS_DENIED";
    /// The user of a page of the portal is not signed in.
    ACCESS_DENIED_SIGNED_OUT = "access_denied";
    /// The caller may not see the members of the chat.
    ACCESS_ERROR = "ACCESS_ERROR";
    /// The portal's subscription has ended.
    PAYMENT_REQUIRED = "PAYMENT_REQUIRED";
    /// The portal has been closed or deleted.
    PORTAL_DELETED = "PORTAL_DELETED";
    /// The call waits for confirmation by a user.
    METHOD_CONFIRM_WAITING = "METHOD_CONFIRM_WAITING";
    /// A user has denied the call.
    METHOD_CONFIRM_DENIED = "METHOD_CONFIRM_DENIED";
    /// The portal accepts no more requests for now. The request was retried.
    QUERY_LIMIT_EXCEEDED = "QUERY_LIMIT_EXCEEDED";
    /// The method has used up its operating time; `retryAfterMs` says when it may be called again.
    OPERATION_TIME_LIMIT = "OPERATION_TIME_LIMIT";
    /// REST is blocked by hand for this portal, until support lifts the block.
    OVERLOAD_LIMIT = "OVERLOAD_LIMIT";
    /// The portal accepts https only.
    INVALID_REQUEST = "INVALID_REQUEST";
    /// The portal cannot read the ids.
    INVALID_FORMAT = "INVALID_FORMAT";
    /// An argument of the method is invalid.
    ERROR_ARGUMENT = "ERROR_ARGUMENT";
    /// The portal has no such method.
    ERROR_METHOD_NOT_FOUND = "ERROR_METHOD_NOT_FOUND";
    /// The method cannot be a command of a batch.
    ERROR_BATCH_METHOD_NOT_ALLOWED = "ERROR_BATCH_METHOD_NOT_ALLOWED";
    /// The batch has more than 50 commands.
    ERROR_BATCH_LENGTH_EXCEEDED = "ERROR_BATCH_LENGTH_EXCEEDED";
    /// The portal has no such manifest of settings.
    ERROR_MANIFEST_IS_NOT_AVAILABLE = "ERROR_MANIFEST_IS_NOT_AVAILABLE";
    /// The id is not positive.
    ID_EMPTY = "ID_EMPTY";
    /// The portal has no such user.
    USER_NOT_EXISTS = "USER_NOT_EXISTS";
    /// The portal has no such status.
    STATUS_ERROR = "STATUS_ERROR";
    /// The chat's number is missing or not positive.
    CHAT_ID_EMPTY = "CHAT_ID_EMPTY";
    /// The dialog's id is missing or invalid.
    DIALOG_ID_EMPTY = "DIALOG_ID_EMPTY";
    /// The search text is too short.
    FIND_SHORT = "FIND_SHORT";
    /// The portal could not reach its authorization server.
    CONNECTION_ERROR = "CONNECTION_ERROR";
    /// The portal failed, perhaps for a moment.
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR";
    /// The portal failed, perhaps for a moment.
    ERROR_UNEXPECTED_ANSWER = "ERROR_UNEXPECTED_ANSWER";
    /// The portal failed, perhaps for a moment.
    ERROR_CORE = "ERROR_CORE";
    /// The portal is misconfigured.
    INTERNAL_WRONG_TRANSPORT = "INTERNAL_WRONG_TRANSPORT";
    /// The portal is misconfigured.
    INTERNAL_WRONG_HANDLER_CLASS = "INTERNAL_WRONG_HANDLER_CLASS";
    /// The portal could not encode its response.
    WRONG_ENCODING = "WRONG_ENCODING";
}
