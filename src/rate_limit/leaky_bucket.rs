//! The portal's limit on the request rate, and our estimate of its bucket.

use crate::time::{Millis, Timestamp};

/// Minimum distance between our estimate of the bucket's level and the portal's limit, in requests.
const SAFETY_MARGIN: f64 = 2.0;

/// Network jitter may make requests arrive closer together than they were sent. Therefore, the
/// number of requests that leak within this time is added to [`SAFETY_MARGIN`].
const JITTER_ALLOWANCE_SECONDS: f64 = 0.25;

/// Highest plausible level of a bucket, in requests: no portal accepts more at once. A higher level
/// counts as corrupt, unless the client's own burst is higher.
const MAX_PLAUSIBLE_LEVEL: f64 = 1000.0;

/// Maximum time by which a plausible stored time is in the future. A later time is corrupt.
const MAX_PLAUSIBLE_LEAD: Millis = Millis::from_secs(60.0);

/// How long a client's leak rate applies to the shared bucket after the client's last request.
const CLIENT_EXPIRY: Millis = Millis::from_secs(600.0);

/// The portal's limit on requests, as the parameters of a leaky bucket.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The number of requests that may be sent at once.
    pub burst: f64,
    /// The number of requests that leak per second.
    pub per_second: f64,
}

impl Rate {
    /// The level up to which our own requests may fill the bucket, in requests.
    fn capacity(self) -> f64 {
        (self.burst - SAFETY_MARGIN - self.per_second * JITTER_ALLOWANCE_SECONDS).max(1.0)
    }

    /// The time in which one request leaks from the bucket.
    #[must_use]
    pub fn interval(self) -> Millis {
        Millis::new(1000.0 / self.per_second)
    }
}

/// Whether a bucket has capacity for one more request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Availability {
    /// The bucket has capacity.
    Available {
        /// How long the bucket has had capacity.
        elapsed: Millis,
    },
    /// The bucket has no capacity.
    Full {
        /// The time until the bucket has capacity.
        wait: Millis,
    },
}

impl Availability {
    /// The time until the bucket has capacity; zero if it has capacity now.
    #[must_use]
    pub fn wait(self) -> Millis {
        match self {
            Self::Available { .. } => Millis::ZERO,
            Self::Full { wait } => wait,
        }
    }
}

/// Our estimate of a portal's leaky bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LeakyBucket {
    level: f64,
    /// The time at which the bucket had `level` requests.
    at: Timestamp,
    /// The lowest leak rate of the clients that used the bucket within [`CLIENT_EXPIRY`], in
    /// requests per second; 0 if no client has used the bucket.
    per_second: f64,
    /// The time at which a client with the lowest leak rate last used the bucket.
    lowest_rate_used_at: Timestamp,
}

impl LeakyBucket {
    /// Restores a bucket from its [`parts`](Self::parts).
    #[must_use]
    pub const fn new(level: f64, at: f64, per_second: f64, lowest_rate_used_at: f64) -> Self {
        let (at, lowest_rate_used_at) = (Timestamp::new(at), Timestamp::new(lowest_rate_used_at));
        Self { level, at, per_second, lowest_rate_used_at }
    }

    /// The arguments from which [`new`](Self::new) restores the bucket. Times are milliseconds
    /// since 1970.
    #[must_use]
    pub const fn parts(self) -> (f64, f64, f64, f64) {
        (self.level, self.at.get(), self.per_second, self.lowest_rate_used_at.get())
    }

    /// Adds a request to the bucket if there is capacity. Returns the availability before the
    /// addition.
    pub fn try_acquire(&mut self, rate: Rate, now: Timestamp) -> Availability {
        let availability = self.availability(rate, now);
        if let Availability::Available { .. } = availability {
            self.level += 1.0;
        }
        availability
    }

    /// Adds a request to the bucket if at most half of the capacity is used afterwards. Up to this
    /// level, the bucket is safe to use even if it lacks the latest requests of other tabs. Returns
    /// the availability before the addition; `None` if no request was added.
    pub fn try_acquire_uncontended(&mut self, rate: Rate, now: Timestamp) -> Option<Availability> {
        let is_uncontended = self.level(rate, now) + 1.0 <= rate.capacity() / 2.0;
        is_uncontended.then(|| self.try_acquire(rate, now))
    }

    /// Whether the bucket has capacity for a request now.
    pub fn availability(&mut self, rate: Rate, now: Timestamp) -> Availability {
        self.leak(rate, now);
        let excess = self.level + 1.0 - rate.capacity();
        let wait = Millis::new(excess * 1000.0 / self.per_second).ceil();
        if wait > Millis::ZERO {
            Availability::Full { wait }
        } else {
            Availability::Available { elapsed: -wait }
        }
    }

    /// Records that the portal's own bucket is full, because other applications fill it too.
    pub fn mark_full(&mut self, rate: Rate, now: Timestamp) {
        self.leak(rate, now);
        self.level = self.level.max(rate.burst);
    }

    /// The level now, in requests. After [`mark_full`](Self::mark_full), the level includes
    /// requests of other applications.
    #[must_use]
    pub fn level(mut self, rate: Rate, now: Timestamp) -> f64 {
        self.leak(rate, now);
        self.level
    }

    /// Lowers the level by the requests that have leaked until now. The leak rate is the lowest of
    /// the caller and of the clients that used the bucket within [`CLIENT_EXPIRY`].
    fn leak(&mut self, rate: Rate, now: Timestamp) {
        let is_known = self.per_second > 0.0
            && (-MAX_PLAUSIBLE_LEAD..CLIENT_EXPIRY).contains(&(now - self.lowest_rate_used_at));
        if !is_known || rate.per_second <= self.per_second {
            (self.per_second, self.lowest_rate_used_at) = (rate.per_second, now);
        }
        // After the clock was set back, or with a corrupt state, requests must not be blocked for
        // long. A high level alone is plausible, because other clients may have larger bursts.
        let is_plausible = self.level <= rate.burst.max(MAX_PLAUSIBLE_LEVEL)
            && self.at <= now + MAX_PLAUSIBLE_LEAD;
        let level = if is_plausible { self.level } else { self.level.min(rate.burst) };
        let elapsed = (now - self.at).max(Millis::ZERO);
        self.level = (level - elapsed.as_secs() * self.per_second).max(0.0);
        self.at = now;
    }
}

/// An update of a bucket at a given time. Returns the availability that the update found.
pub type UpdateFn = Box<dyn FnOnce(&mut LeakyBucket, Timestamp) -> Availability>;

/// The storage of the portals' buckets. All clients share it and, if possible, all tabs.
pub trait RateLimitStore {
    /// Adds a request to this page's copy of the bucket, without waiting, by
    /// [`LeakyBucket::try_acquire_uncontended`]. The store adds the request to the shared bucket
    /// afterwards. `None` if no request was added.
    fn try_acquire_locally(&self, portal: &str, rate: Rate) -> Option<Availability>;

    /// Updates the bucket of `portal` atomically, and returns the result of the update. May wait
    /// for other clients and tabs.
    fn update(&self, portal: &str, update: UpdateFn) -> impl Future<Output = Availability>;
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 50.0, per_second: 2.0 };

    const START: Timestamp = time(0.0);

    const fn time(ms: f64) -> Timestamp {
        Timestamp::new(ms)
    }

    /// The number of requests sent within `seconds`, each of them as early as possible.
    fn sent_within(bucket: &mut LeakyBucket, seconds: f64) -> usize {
        let mut now = bucket.at;
        let end = now + Millis::from_secs(seconds);
        let mut sent = 0;
        while now <= end {
            match bucket.try_acquire(RATE, now) {
                Availability::Available { .. } => sent += 1,
                Availability::Full { wait } => now = now + wait,
            }
        }
        sent
    }

    fn acquires(bucket: &mut LeakyBucket, rate: Rate, now: Timestamp) -> bool {
        matches!(bucket.try_acquire(rate, now), Availability::Available { .. })
    }

    #[test]
    fn a_burst_and_then_the_leak_rate() {
        assert_eq!(sent_within(&mut LeakyBucket::default(), 0.0), 47);
        assert_eq!(sent_within(&mut LeakyBucket::default(), 60.0), 47 + 120);
    }

    #[test]
    fn a_full_bucket_delays_requests_and_then_leaks() {
        let mut bucket = LeakyBucket::default();
        bucket.mark_full(RATE, START);
        assert_eq!(
            bucket.try_acquire(RATE, START),
            Availability::Full { wait: Millis::new(1750.0) }
        );
        assert_eq!(sent_within(&mut bucket, 10.0), 17);
    }

    #[test]
    fn a_corrupt_state_does_not_block_for_long() {
        for (level, at) in [(1e9, 1e18), (f64::NAN, 0.0), (f64::INFINITY, f64::NAN)] {
            let mut bucket = LeakyBucket::new(level, at, level / 1e20, at);
            assert!(
                bucket.try_acquire(RATE, time(1000.0)).wait().get() <= 1750.0,
                "{level} at {at}"
            );
        }
    }

    #[test]
    fn a_client_with_a_smaller_burst_waits_for_its_own_capacity() {
        let large = Rate { burst: 250.0, per_second: 2.0 };
        let mut bucket = LeakyBucket::default();
        while acquires(&mut bucket, large, START) {}
        assert!((bucket.level - 247.0).abs() < 1e-9);
        assert_eq!(
            bucket.try_acquire(RATE, START),
            Availability::Full { wait: Millis::new(100_250.0) }
        );
        assert!((bucket.level - 247.0).abs() < 1e-9);
        assert!(acquires(&mut bucket, RATE, time(100_250.0)));
    }

    #[test]
    fn the_lowest_rate_among_clients_applies_until_its_last_client_expires() {
        let fast = Rate { burst: 50.0, per_second: 10.0 };
        let mut bucket = LeakyBucket::default();
        bucket.mark_full(RATE, START);
        assert!((bucket.level(fast, time(10_000.0)) - 30.0).abs() < 1e-9);
        bucket.mark_full(fast, START + CLIENT_EXPIRY - Millis::new(1.0));
        assert!(
            (bucket.level(fast, START + CLIENT_EXPIRY + Millis::new(1000.0)) - 39.99).abs() < 1e-9
        );
    }

    #[test]
    fn a_clock_set_back_by_an_hour_fills_no_bucket() {
        let mut bucket = LeakyBucket::default();
        assert!(acquires(&mut bucket, RATE, time(3_600_000.0)));
        assert!(acquires(&mut bucket, RATE, START));
        assert!((bucket.level(RATE, START) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn a_tiny_bucket_still_accepts_one_request() {
        let rate = Rate { burst: 1.0, per_second: 1.0 };
        assert_eq!(
            LeakyBucket::default().try_acquire(rate, START),
            Availability::Available { elapsed: Millis::ZERO }
        );
    }
}
