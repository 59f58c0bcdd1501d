//! The leaky bucket in front of the portal.

use crate::Millis;
use core::time::Duration;

/// Requests that have not leaked out yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Bucket {
    level: f64,
    at: Millis,
}

impl Bucket {
    pub(super) fn new(level: f64, at: Millis) -> Self {
        Self { level, at }
    }

    /// Adds one request unless the bucket would flow over. A refused one leaves no trace.
    pub(super) fn add(&mut self, size: f64, leak: f64, now: Millis) -> bool {
        let passed = Duration::from_millis(now.saturating_sub(self.at)).as_secs_f64();
        self.level = (self.level - passed * leak).max(0.0);
        self.at = now;
        let fits = self.level + 1.0 <= size;
        if fits {
            self.level += 1.0;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_a_burst_and_then_what_leaks_out() {
        let mut bucket = Bucket::new(0.0, 0);
        let mut let_in = |now| (0..100).filter(|_| bucket.add(50.0, 2.0, now)).count();
        assert_eq!([0, 499, 500, 1000, 11_000, 100_000].map(&mut let_in), [50, 0, 1, 1, 20, 50]);
    }

    #[test]
    fn others_may_have_filled_it() {
        let mut bucket = Bucket::new(45.0, 0);
        assert_eq!((0..100).filter(|_| bucket.add(50.0, 2.0, 0)).count(), 5);
    }
}
