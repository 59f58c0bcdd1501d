//! The codes of errors that this library detects. The portal's own codes are passed on unchanged.

/// An entry of the ids is not a user id. Nothing was sent.
pub const INVALID_ID: &str = "INVALID_ID";
/// A call has more ids than `limits.maxIds`. Nothing was sent.
pub const TOO_MANY_IDS: &str = "TOO_MANY_IDS";
/// The value does not identify a chat. Nothing was sent.
pub const INVALID_CHAT: &str = "INVALID_CHAT";
/// The name of the REST method is invalid. Nothing was sent.
pub const INVALID_METHOD: &str = "INVALID_METHOD";
/// The parameters, filter or query of a call cannot be sent, or the portal would misread them.
/// Nothing was sent.
pub const INVALID_PARAMS: &str = "INVALID_PARAMS";
/// A command of a batch has a reference that the portal would misread. Nothing was sent.
pub const INVALID_REFERENCE: &str = "INVALID_REFERENCE";
/// A command of a batch refers to a value that does not exist, so the portal substituted another
/// value.
pub const UNRESOLVED_REFERENCE: &str = "UNRESOLVED_REFERENCE";
/// A command of a batch was not executed, because a command to which it is related by references
/// failed.
pub const COMMAND_SKIPPED: &str = "COMMAND_SKIPPED";
/// The caller may not see the members of a chat. This is the portal's own code.
pub const ACCESS_ERROR: &str = "ACCESS_ERROR";
/// The library sends no secret to this portal address or webhook address. Nothing was sent.
pub const INVALID_PORTAL: &str = "INVALID_PORTAL";
/// An option has a wrong type or value, or two options contradict each other.
pub const INVALID_OPTIONS: &str = "INVALID_OPTIONS";
/// The application's `getToken` failed, or returned a value that is not a token.
pub const TOKEN_UNAVAILABLE: &str = "TOKEN_UNAVAILABLE";
/// One attempt took longer than `requestTimeoutMs`.
pub const REQUEST_TIMEOUT: &str = "REQUEST_TIMEOUT";
/// The whole call took longer than `deadlineMs`.
pub const DEADLINE_EXCEEDED: &str = "DEADLINE_EXCEEDED";
/// The caller's signal was aborted.
pub const ABORTED: &str = "ABORTED";
/// The request could not be sent, or no response arrived: no network, or a failure of DNS, TLS or
/// CORS.
pub const NETWORK_ERROR: &str = "NETWORK_ERROR";
/// The portal's address redirects, because the portal was renamed. Redirects are never followed.
pub const PORTAL_MOVED: &str = "PORTAL_MOVED";
/// The response is not JSON of the form that the method returns.
pub const BAD_RESPONSE: &str = "BAD_RESPONSE";
/// The response for a single user is larger than `limits.maxResponseBytes`.
pub const RESPONSE_TOO_LARGE: &str = "RESPONSE_TOO_LARGE";
/// The response has a user who was not requested.
pub const UNEXPECTED_USERS: &str = "UNEXPECTED_USERS";
/// The new status is not one of the statuses that a user can set. This is the portal's own code.
pub const STATUS_ERROR: &str = "STATUS_ERROR";
/// The portal accepts no more requests for now. This is the portal's own code.
pub const QUERY_LIMIT_EXCEEDED: &str = "QUERY_LIMIT_EXCEEDED";
/// The portal has spent too much operating time on a method. This is the portal's own code.
pub const OPERATION_TIME_LIMIT: &str = "OPERATION_TIME_LIMIT";
/// The portal reported an error without a code.
pub const PORTAL_ERROR: &str = "PORTAL_ERROR";
/// Some users could not be fetched. The error's `result` has the others.
pub const PARTIAL_RESULT: &str = "PARTIAL_RESULT";
