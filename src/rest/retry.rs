//! What to do about a failure: try again, and when; or ask for fewer at once.

use crate::error::{Error, ErrorKind, code};
use crate::host::Random;

/// The pause before the second attempt is at most this, in milliseconds, before the third twice as much, and so on.
const BASE_DELAY_MS: f64 = 500.0;

/// No pause is longer.
const MAX_DELAY_MS: f64 = 30_000.0;

/// How long to wait before the attempt after the `attempt`-th, from 0; `None` if another would not help.
///
/// The pause is anything between nothing and its bound ("full jitter"). When the portal has worked
/// too long for a method, there is none besides the time until it works for it again, and when the
/// token has expired, none besides the time until there is another.
#[must_use]
pub fn backoff_delay(error: &Error, attempt: u32, random: &impl Random) -> Option<f64> {
    let bound = BASE_DELAY_MS * f64::from(2_u32.saturating_pow(attempt));
    let bound = if is_counted(error) { bound.min(MAX_DELAY_MS) } else { 0.0 };
    error.retryable.then(|| random.random() * bound)
}

/// Whether the portal has worked too long for the method.
#[must_use]
pub fn is_operating_limit(error: &Error) -> bool {
    error.code.eq_ignore_ascii_case(code::OPERATION_TIME_LIMIT)
}

/// Whether the failure may be due to one of the ids or to their number: then fewer at once may succeed.
#[must_use]
pub fn is_splittable(error: &Error) -> bool {
    let by_kind = matches!(
        error.kind,
        ErrorKind::Server | ErrorKind::Response | ErrorKind::Timeout | ErrorKind::Network
    ) && error.code != code::PORTAL_MOVED;
    // Old and new portals wrap failures of their own code in different ones of these.
    let by_code = matches!(error.code.as_str(), "ERROR_ARGUMENT" | "INVALID_FORMAT");
    by_kind || by_code || is_request_too_large(error)
}

/// Whether the portal, or a front end or firewall before it, takes no request of that size.
#[must_use]
pub fn is_request_too_large(error: &Error) -> bool {
    error.status == Some(413)
}

/// Whether the portal, or a front end before it, takes no more requests for now.
#[must_use]
pub fn is_throttled(error: &Error) -> bool {
    let by_status = error.kind == ErrorKind::Limit && error.status == Some(429) && error.retryable;
    error.code.eq_ignore_ascii_case(code::QUERY_LIMIT_EXCEEDED) || by_status && !is_operating_limit(error)
}

/// Whether sending the same request again may help before splitting it: one that took too long would again.
#[must_use]
pub fn is_transient(error: &Error) -> bool {
    !(error.kind == ErrorKind::Timeout || error.status == Some(504))
}

/// Whether the portal refused the request before it did anything: then it can be sent again whatever it asks for.
#[must_use]
pub fn is_safe_to_retry(error: &Error) -> bool {
    is_throttled(error)
        || is_operating_limit(error)
        || is_expiry(error)
        || error.code.eq_ignore_ascii_case("CONNECTION_ERROR")
}

/// Whether a new token would help. `invalid_token` is what the authorization server says of expired
/// ones.
#[must_use]
pub fn is_expiry(error: &Error) -> bool {
    let is_code = |code| error.code.eq_ignore_ascii_case(code);
    is_code("expired_token") || is_code("invalid_token")
}

/// Whether sending it again counts as a retry: not if the portal will work for the method again, or
/// there will be another token.
#[must_use]
pub fn is_counted(error: &Error) -> bool {
    !is_operating_limit(error) && !is_expiry(error)
}

/// Whether the other requests of a call would fail the same way, or had better not be sent.
#[must_use]
pub fn is_systemic(error: &Error) -> bool {
    !matches!(error.kind, ErrorKind::Server | ErrorKind::Response | ErrorKind::Request)
}
