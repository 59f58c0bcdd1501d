//! The codes of errors that this library finds itself. The portal's own codes pass through unchanged.

/// An entry of the ids is not a user id; nothing was sent.
pub const INVALID_ID: &str = "INVALID_ID";
/// There are more ids than `limits.maxIds`; nothing was sent.
pub const TOO_MANY_IDS: &str = "TOO_MANY_IDS";
/// What is given for a chat does not name one; nothing was sent.
pub const INVALID_CHAT: &str = "INVALID_CHAT";
/// What is given for a REST method is not the name of one; nothing was sent.
pub const INVALID_METHOD: &str = "INVALID_METHOD";
/// The parameters, filter or query of a call cannot be sent, or would not mean what they seem to; nothing was sent.
pub const INVALID_PARAMS: &str = "INVALID_PARAMS";
/// A command of a batch refers to something that the portal would misunderstand; nothing was sent.
pub const INVALID_REFERENCE: &str = "INVALID_REFERENCE";
/// A command of a batch refers to what is not in the answer, so that the portal carried it out with another value.
pub const UNRESOLVED_REFERENCE: &str = "UNRESOLVED_REFERENCE";
/// A command of a batch was not carried out, since one failed that it goes together with.
pub const COMMAND_SKIPPED: &str = "COMMAND_SKIPPED";
/// The caller may not see who is in a chat; the portal's own code for it.
pub const ACCESS_ERROR: &str = "ACCESS_ERROR";
/// The portal address or webhook is not one that this library will send a token to.
pub const INVALID_PORTAL: &str = "INVALID_PORTAL";
/// An option has a wrong type or value, or two that belong together do not fit.
pub const INVALID_OPTIONS: &str = "INVALID_OPTIONS";
/// The application's own `getToken` failed or gave something else than a token.
pub const TOKEN_UNAVAILABLE: &str = "TOKEN_UNAVAILABLE";
/// One attempt took longer than `requestTimeoutMs`.
pub const REQUEST_TIMEOUT: &str = "REQUEST_TIMEOUT";
/// The whole call took longer than `deadlineMs`.
pub const DEADLINE_EXCEEDED: &str = "DEADLINE_EXCEEDED";
/// The caller's signal was aborted.
pub const ABORTED: &str = "ABORTED";
/// The request could not be sent or no answer could be read: no network, DNS, TLS, CORS.
pub const NETWORK_ERROR: &str = "NETWORK_ERROR";
/// The address answered with a redirect, which is never followed: the portal was renamed.
pub const PORTAL_MOVED: &str = "PORTAL_MOVED";
/// The answer is not JSON, or not the JSON that the method gives.
pub const BAD_RESPONSE: &str = "BAD_RESPONSE";
/// The answer is larger than `limits.maxResponseBytes`, for one user already.
pub const RESPONSE_TOO_LARGE: &str = "RESPONSE_TOO_LARGE";
/// The answer has other users than those asked for.
pub const UNEXPECTED_USERS: &str = "UNEXPECTED_USERS";
/// What is to be set is not one of the portal's statuses; the portal's own code for it.
pub const STATUS_ERROR: &str = "STATUS_ERROR";
/// The portal takes no more requests for now; the portal's own code for it.
pub const QUERY_LIMIT_EXCEEDED: &str = "QUERY_LIMIT_EXCEEDED";
/// The portal has worked too long for a method; the portal's own code for it.
pub const OPERATION_TIME_LIMIT: &str = "OPERATION_TIME_LIMIT";
/// The portal reported an error without a code.
pub const PORTAL_ERROR: &str = "PORTAL_ERROR";
/// Some users arrived, others could not be fetched.
pub const PARTIAL_RESULT: &str = "PARTIAL_RESULT";
