//! The leaky bucket that limits the request rate.

use crate::Millis;
use core::time::Duration;

/// A leaky bucket. Each request raises the level by 1, and the level leaks at a constant rate.
#[derive(Debug, Clone, Default)]
pub(super) struct LeakyBucket {
    level: f64,
    updated_at: Millis,
}

impl LeakyBucket {
    pub(super) fn new(level: f64, updated_at: Millis) -> Self {
        Self { level, updated_at }
    }

    /// Adds a request if the bucket has capacity. Returns whether the request was added. A rejected
    /// request does not raise the level.
    pub(super) fn try_acquire(&mut self, capacity: f64, leak_per_second: f64, now: Millis) -> bool {
        let elapsed = Duration::from_millis(now.saturating_sub(self.updated_at)).as_secs_f64();
        self.level = (self.level - elapsed * leak_per_second).max(0.0);
        self.updated_at = now;
        let has_capacity = self.level + 1.0 <= capacity;
        if has_capacity {
            self.level += 1.0;
        }
        has_capacity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_a_burst_and_then_the_leak_rate() {
        let mut bucket = LeakyBucket::new(0.0, 0);
        let mut accepted = |now| (0..100).filter(|_| bucket.try_acquire(50.0, 2.0, now)).count();
        assert_eq!([0, 499, 500, 1000, 11_000, 100_000].map(&mut accepted), [50, 0, 1, 1, 20, 50]);
    }

    #[test]
    fn starts_at_the_configured_level() {
        let mut bucket = LeakyBucket::new(45.0, 0);
        assert_eq!((0..100).filter(|_| bucket.try_acquire(50.0, 2.0, 0)).count(), 5);
    }
}
