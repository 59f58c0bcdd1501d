//! The state of the limits: the leaky bucket and the operating time.

use super::{
    CredentialKind, LimitOptions, leaky_bucket::LeakyBucket, operating_time::OperatingTime,
};
use crate::Millis;

/// The limits, and how much of them is used.
#[derive(Debug, Clone, Default)]
pub struct Limiter {
    options: LimitOptions,
    bucket: LeakyBucket,
    operating_time: OperatingTime,
}

impl Limiter {
    /// Creates a limiter without recorded operating time. Its leaky bucket starts at the level
    /// `options.filled`.
    #[must_use]
    pub fn new(options: LimitOptions, now: Millis) -> Self {
        Self {
            bucket: LeakyBucket::new(options.filled, now),
            operating_time: OperatingTime::default(),
            options,
        }
    }

    /// The options of the limits.
    #[must_use]
    pub fn options(&self) -> &LimitOptions {
        &self.options
    }

    /// Counts a request if the bucket has capacity. Returns whether the request is accepted.
    pub fn try_acquire(&mut self, now: Millis) -> bool {
        let LimitOptions { burst, per_second, .. } = self.options;
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
        self.options
            .operating_seconds
            .is_some_and(|limit| self.operating_seconds(credential, method, now) > limit)
    }

    /// Records the processing time of a call, in milliseconds, as operating time of the method.
    pub fn record_processing_time(
        &mut self,
        credential: CredentialKind,
        method: &str,
        now: Millis,
        ms: Millis,
    ) {
        self.operating_time.record(credential, method, now, ms);
    }

    /// The operating time of a method, in seconds: the recorded processing time of its calls with
    /// credentials of this kind. The processing time of a minute counts until ten minutes after the
    /// first record in this minute.
    #[must_use]
    pub fn operating_seconds(&self, credential: CredentialKind, method: &str, now: Millis) -> f64 {
        self.operating_time.total(credential, method, now).as_secs_f64()
    }

    /// The time at which the oldest recorded operating time of a method expires, in seconds since
    /// 1970. If none is recorded, ten minutes after `now`.
    #[must_use]
    pub fn reset_at(&self, credential: CredentialKind, method: &str, now: Millis) -> u64 {
        self.operating_time.reset_at(credential, method, now)
    }
}
