/// How many requests below the portal's own limit we stay at least.
const MARGIN: f64 = 2.0;

/// And by as many more as it forgets in so many seconds, since requests bunch up on their way.
const JITTER_SECONDS: f64 = 0.25;

/// More than any portal takes at once: a level above it is from nowhere, unless a client is allowed
/// so many.
const IMPLAUSIBLE_LEVEL: f64 = 1000.0;

/// As is a time so much later than now, in milliseconds.
const IMPLAUSIBLE_LEAD_MS: f64 = 60_000.0;

/// For how long after its last request a client counts among those of its portal, in milliseconds.
const CLIENT_EXPIRY_MS: f64 = 600_000.0;

/// How often a portal lets itself be asked: a bucket that holds so many requests and drains at that rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// How many requests may come at once.
    pub burst: f64,
    /// How many a second are forgotten.
    pub per_second: f64,
}

impl Rate {
    /// How full the bucket may be for our own requests.
    fn room(self) -> f64 {
        (self.burst - MARGIN - self.per_second * JITTER_SECONDS).max(1.0)
    }

    /// Milliseconds in which one request is forgotten.
    #[must_use]
    pub fn interval_ms(self) -> f64 {
        1000.0 / self.per_second
    }
}

/// A portal's leaky bucket, as far as our own requests fill it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LeakyBucket {
    level: f64,
    /// When it had that level, in milliseconds since 1970.
    at: f64,
    /// The lowest rate among the portal's clients, in requests a second; 0 if there are none.
    per_second: f64,
    /// When a client of that rate last used it, in milliseconds since 1970.
    per_second_at: f64,
}

impl LeakyBucket {
    /// A bucket as it was kept.
    #[must_use]
    pub const fn new(level: f64, at: f64, per_second: f64, per_second_at: f64) -> Self {
        Self { level, at, per_second, per_second_at }
    }

    /// What [`Bucket::new`] takes, to be kept.
    #[must_use]
    pub const fn parts(self) -> (f64, f64, f64, f64) {
        (self.level, self.at, self.per_second, self.per_second_at)
    }

    /// Puts a request in if there is room. Gives for how many milliseconds there has been.
    ///
    /// # Errors
    /// After how many milliseconds there will be room, if there is none.
    pub fn try_take(&mut self, rate: Rate, now_ms: f64) -> Result<f64, f64> {
        let wait_ms = self.wait_ms(rate, now_ms);
        if wait_ms > 0.0 {
            return Err(wait_ms);
        }
        self.level += 1.0;
        Ok(-wait_ms)
    }

    /// After how many milliseconds there will be room for a request; since how many there has been
    /// if it is below 0.
    pub fn wait_ms(&mut self, rate: Rate, now_ms: f64) -> f64 {
        self.drain(rate, now_ms);
        let excess = self.level + 1.0 - rate.room();
        (excess * 1000.0 / self.per_second).ceil()
    }

    /// The portal says that it is full: others fill it too.
    pub fn fill(&mut self, rate: Rate, now_ms: f64) {
        self.drain(rate, now_ms);
        self.level = self.level.max(rate.burst);
    }

    /// How many requests of ours are in it.
    #[must_use]
    pub fn level(mut self, rate: Rate, now_ms: f64) -> f64 {
        self.drain(rate, now_ms);
        self.level
    }

    /// Lets it leak until now, at the lowest rate among the portal's clients, to which one of this
    /// rate belongs from now on.
    fn drain(&mut self, rate: Rate, now_ms: f64) {
        let is_known = self.per_second > 0.0
            && (-IMPLAUSIBLE_LEAD_MS..CLIENT_EXPIRY_MS).contains(&(now_ms - self.per_second_at));
        if !is_known || rate.per_second <= self.per_second {
            (self.per_second, self.per_second_at) = (rate.per_second, now_ms);
        }
        // A clock that was set back, or a state from nowhere, must not hold requests up for long.
        // Below that, others may have larger bursts.
        let is_plausible =
            self.level <= rate.burst.max(IMPLAUSIBLE_LEVEL) && self.at <= now_ms + IMPLAUSIBLE_LEAD_MS;
        let level = if is_plausible { self.level } else { self.level.min(rate.burst) };
        let passed_ms = (now_ms - self.at).max(0.0);
        self.level = (level - passed_ms / 1000.0 * self.per_second).max(0.0);
        self.at = now_ms;
    }
}

/// What is to be done to a bucket, at a time in milliseconds since 1970. Gives after how many
/// milliseconds there is room for a request; not above 0 if there is.
pub type UpdateFn = Box<dyn FnOnce(&mut LeakyBucket, f64) -> f64>;

/// Where the buckets of portals are kept, for all who share them: clients, and if possible tabs.
pub trait RateLimitStore {
    /// Changes the bucket of `portal`, so that nobody else's change comes in between, which may take some time. Gives what
    /// the change gives.
    fn change(&self, portal: &str, change: UpdateFn) -> impl Future<Output = f64>;
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 50.0, per_second: 2.0 };

    /// How many requests leave within `seconds`, each as soon as it may.
    fn sent_within(bucket: &mut LeakyBucket, seconds: f64) -> usize {
        let mut now = bucket.at;
        let end = now + seconds * 1000.0;
        let mut sent = 0;
        while now <= end {
            match bucket.try_take(RATE, now) {
                Ok(_) => sent += 1,
                Err(wait) => now += wait,
            }
        }
        sent
    }

    #[test]
    fn a_burst_and_then_the_drain_rate() {
        assert_eq!(sent_within(&mut LeakyBucket::default(), 0.0), 47);
        assert_eq!(sent_within(&mut LeakyBucket::default(), 60.0), 47 + 120);
    }

    #[test]
    fn a_full_bucket_is_met_with_a_pause_and_the_drain_rate() {
        let mut bucket = LeakyBucket::default();
        bucket.fill(RATE, 0.0);
        assert_eq!(bucket.try_take(RATE, 0.0), Err(1750.0));
        assert_eq!(sent_within(&mut bucket, 10.0), 17);
    }

    #[test]
    fn a_state_from_the_future_or_nowhere_does_not_block_for_long() {
        for (level, at) in [(1e9, 1e18), (f64::NAN, 0.0), (f64::INFINITY, f64::NAN)] {
            let mut bucket = LeakyBucket::new(level, at, level / 1e20, at);
            assert!(
                bucket.try_take(RATE, 1000.0).map_or_else(|wait| wait, |_| 0.0) <= 1750.0,
                "{level} at {at}"
            );
        }
    }

    #[test]
    fn a_client_with_a_smaller_burst_waits_until_there_is_room_in_its_own() {
        let large = Rate { burst: 250.0, per_second: 2.0 };
        let mut bucket = LeakyBucket::default();
        while bucket.try_take(large, 0.0).is_ok() {}
        assert!((bucket.level - 247.0).abs() < 1e-9);
        assert_eq!(bucket.try_take(RATE, 0.0), Err(100_250.0));
        assert!((bucket.level - 247.0).abs() < 1e-9);
        assert!(bucket.try_take(RATE, 100_250.0).is_ok());
    }

    #[test]
    fn the_lowest_rate_among_clients_counts_until_its_last_one_is_forgotten() {
        let fast = Rate { burst: 50.0, per_second: 10.0 };
        let mut bucket = LeakyBucket::default();
        bucket.fill(RATE, 0.0);
        assert!((bucket.level(fast, 10_000.0) - 30.0).abs() < 1e-9);
        bucket.fill(fast, CLIENT_EXPIRY_MS - 1.0);
        assert!((bucket.level(fast, CLIENT_EXPIRY_MS + 1000.0) - 39.99).abs() < 1e-9);
    }

    #[test]
    fn a_clock_that_is_set_back_by_an_hour_fills_no_bucket() {
        let mut bucket = LeakyBucket::default();
        assert!(bucket.try_take(RATE, 3_600_000.0).is_ok());
        assert!(bucket.try_take(RATE, 0.0).is_ok());
        assert!((bucket.level(RATE, 0.0) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn a_tiny_bucket_still_lets_one_through() {
        let rate = Rate { burst: 1.0, per_second: 1.0 };
        assert_eq!(LeakyBucket::default().try_take(rate, 0.0), Ok(0.0));
    }
}
