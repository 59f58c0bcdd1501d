//! Whether and when a failed request is sent again. Splitting a failed request into smaller ones is
//! another strategy, in `loader`.

use crate::error::Error;
use crate::host::Random;
use crate::time::Millis;

/// Maximum delay before the second attempt. The maximum doubles with each further attempt.
const BASE_DELAY: Millis = Millis::new(500.0);

/// Upper bound of the delay before any attempt.
const MAX_DELAY: Millis = Millis::from_secs(30.0);

/// How often a request is sent again, and after which failures.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetryPolicy {
    /// Maximum number of retries after failures that are not splittable.
    pub(crate) max_retries: u32,
    /// Maximum number of retries after splittable failures.
    pub(crate) max_retries_before_split: u32,
    /// Whether other requests can replace this request. If so, it is not retried after a timeout.
    pub(crate) has_fallback: bool,
    /// Whether the request may be sent again although the portal may have executed it.
    pub(crate) is_idempotent: bool,
}

/// Counts the retries of one request, or of commands in a batch that are retried together. The
/// maximum depends on the last failure: `RetryPolicy::max_retries_before_split` after a splittable
/// failure, otherwise `RetryPolicy::max_retries`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RetryState {
    retries: u32,
}

/// A decision to send a failed request again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Retry {
    /// The number of the next attempt: 2 for the first retry.
    pub(crate) attempt: u32,
    /// The delay before the next attempt.
    pub(crate) delay: Millis,
}

impl RetryState {
    /// Decides on a retry after `error`, and counts it. `None` if a retry would not help, would not
    /// be safe, or would exceed the maximum.
    ///
    /// The delay is exponential with full jitter. If `error` is the operating-time limit or an
    /// expired token, the retry is not counted and has no delay, because the next request awaits
    /// the end of the limit or a new token anyway.
    pub(crate) fn next_retry(
        &mut self,
        policy: &RetryPolicy,
        error: &Error,
        random: &impl Random,
    ) -> Option<Retry> {
        let is_counted = !error.is_operating_limit() && !error.is_token_expired();
        let max_retries = if error.is_splittable() {
            policy.max_retries_before_split
        } else {
            policy.max_retries
        };
        let has_retries_left = !is_counted || self.retries < max_retries;
        let is_safe = policy.is_idempotent || !error.is_possibly_executed();
        let is_useful = error.retryable
            && !error.is_token_unavailable()
            && (!policy.has_fallback || !error.is_timeout());
        if !(has_retries_left && is_safe && is_useful) {
            return None;
        }
        let attempt = self.retries + 2;
        let delay =
            if is_counted { backoff_ceiling(self.retries) * random.random() } else { Millis::ZERO };
        self.retries += u32::from(is_counted);
        Some(Retry { attempt, delay })
    }
}

/// The upper bound of the delay after `retries` retries, before jitter.
fn backoff_ceiling(retries: u32) -> Millis {
    (BASE_DELAY * f64::from(2_u32.saturating_pow(retries))).min(MAX_DELAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    struct MaxRandom;

    impl Random for MaxRandom {
        fn random(&self) -> f64 {
            1.0
        }
    }

    const POLICY: RetryPolicy = RetryPolicy {
        max_retries: 3,
        max_retries_before_split: 1,
        has_fallback: true,
        is_idempotent: false,
    };

    /// The delays of all retries in milliseconds, at most ten.
    fn delays(policy: RetryPolicy, error: &Error) -> Vec<f64> {
        let mut state = RetryState::default();
        let mut delays = Vec::new();
        while let Some(retry) =
            state.next_retry(&policy, error, &MaxRandom).filter(|_| delays.len() < 10)
        {
            delays.push(retry.delay.get());
        }
        delays
    }

    #[test]
    fn delays_grow_exponentially_up_to_the_maximum() {
        let throttled = Error::from_portal("QUERY_LIMIT_EXCEEDED", "", 503);
        assert_eq!(delays(POLICY, &throttled), [500.0, 1000.0, 2000.0]);
        let many = RetryPolicy { max_retries: 8, ..POLICY };
        assert_eq!(delays(many, &throttled)[6..], [30_000.0, 30_000.0]);
    }

    #[test]
    fn splittable_failures_have_their_own_maximum() {
        let error = Error::from_portal("INTERNAL_SERVER_ERROR", "", 500);
        assert!(delays(POLICY, &error).is_empty(), "it may be executed");
        assert_eq!(delays(RetryPolicy { is_idempotent: true, ..POLICY }, &error), [500.0]);
    }

    #[test]
    fn a_timeout_is_retried_only_without_a_fallback() {
        let error = Error::new(ErrorKind::Timeout, "REQUEST_TIMEOUT", "");
        let policy = RetryPolicy { is_idempotent: true, ..POLICY };
        assert!(delays(policy, &error).is_empty());
        assert_eq!(delays(RetryPolicy { has_fallback: false, ..policy }, &error), [500.0]);
    }

    #[test]
    fn a_failed_token_request_is_not_retried() {
        let error = Error::token_unavailable("");
        assert!(error.retryable);
        assert!(delays(RetryPolicy { is_idempotent: true, ..POLICY }, &error).is_empty());
    }

    #[test]
    fn the_operating_time_limit_is_not_counted() {
        let error = Error::from_portal("OPERATION_TIME_LIMIT", "", 429);
        assert_eq!(delays(POLICY, &error), [0.0; 10]);
    }
}
