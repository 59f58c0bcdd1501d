//! What to do about a failure: try again, and when; or ask for fewer at once.

use crate::error::Error;
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

/// Whether sending it again counts as a retry: not if the portal will work for the method again, or
/// there will be another token.
#[must_use]
pub fn is_counted(error: &Error) -> bool {
    !error.is_operating_limit() && !error.is_token_expired()
}
