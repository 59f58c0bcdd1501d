//! The state of the limits: the leaky bucket and the operating time.

use super::{CredentialKind, Limits, leaky_bucket::LeakyBucket, operating_time::OperatingTime};
use crate::Millis;

/// The limits, and how much of them is used.
#[derive(Debug, Clone, Default)]
pub struct Limiter {
    limits: Limits,
    bucket: LeakyBucket,
    operating_time: OperatingTime,
}

impl Limiter {
    /// A limiter whose bucket has the configured level, and which has recorded no operating time.
    #[must_use]
    pub fn new(limits: Limits, now: Millis) -> Self {
        Self {
            bucket: LeakyBucket::new(limits.filled, now),
            operating_time: OperatingTime::default(),
            limits,
        }
    }

    /// The configured limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Counts a request if the bucket has capacity. Returns whether the request is accepted.
    pub fn try_acquire(&mut self, now: Millis) -> bool {
        let Limits { burst, per_second, .. } = self.limits;
        burst.is_none_or(|burst| self.bucket.try_acquire(f64::from(burst), per_second, now))
    }

    /// Whether a method has exceeded its operating-time limit with credentials of this kind.
    #[must_use]
    pub fn is_over_operating_time(
        &self,
        credential: CredentialKind,
        method: &str,
        now: Millis,
    ) -> bool {
        self.limits
            .operating_seconds
            .is_some_and(|limit| self.operating_seconds(credential, method, now) > limit)
    }

    /// Records the processing time of a call, in milliseconds.
    pub fn record_processing_time(
        &mut self,
        credential: CredentialKind,
        method: &str,
        now: Millis,
        ms: Millis,
    ) {
        self.operating_time.record(credential, method, now, ms);
    }

    /// The operating time of a method within the last ten minutes, in seconds.
    #[must_use]
    pub fn operating_seconds(&self, credential: CredentialKind, method: &str, now: Millis) -> f64 {
        self.operating_time.total(credential, method, now).as_secs_f64()
    }

    /// The time at which the oldest recorded minute expires, in seconds since 1970.
    #[must_use]
    pub fn reset_at(&self, credential: CredentialKind, method: &str, now: Millis) -> u64 {
        self.operating_time.reset_at(credential, method, now)
    }
}
