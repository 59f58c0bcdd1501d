use std::cell::Cell;

use crate::protocol::MAX_CALLS_PER_BATCH;

/// How many seconds of the portal's time a request should take: a quarter of what it allows.
const TARGET_SECONDS: f64 = 15.0;

/// From how many ids on an answer's time tells what a user costs. Below, the second to which portals round it down tells more.
const MIN_SAMPLE: usize = 250;

/// How many ids go in one request: as many as fit a batch at first, then as many as the portal handles well.
#[derive(Debug)]
pub struct AdaptiveBatchSize {
    ids_per_call: usize,
    per_request: Cell<usize>,
    /// What no request asks for more than, however well the portal handles it.
    most: Cell<usize>,
    /// How many fit in a request that is let through to the portal. May be less than one call.
    fitting: Cell<usize>,
}

impl AdaptiveBatchSize {
    /// The nominal sizes, for so many ids in one call.
    #[must_use]
    pub const fn new(ids_per_call: usize) -> Self {
        let most = ids_per_call.saturating_mul(MAX_CALLS_PER_BATCH);
        Self { ids_per_call, per_request: Cell::new(most), most: Cell::new(most), fitting: Cell::new(most) }
    }

    /// How many ids one call of the method asks for.
    #[must_use]
    pub const fn per_call(&self) -> usize {
        self.ids_per_call
    }

    /// How many ids one request asks for.
    #[must_use]
    pub const fn per_request(&self) -> usize {
        self.per_request.get()
    }

    /// How many ids fit in a request, as far as is known.
    #[must_use]
    pub const fn fitting(&self) -> usize {
        self.fitting.get()
    }

    /// Takes note of what an answer for `ids` users took, in seconds.
    pub fn note(&self, ids: usize, seconds: f64) {
        // Where requests are smaller than that, whole ones have to do.
        if ids < MIN_SAMPLE.min(self.per_request.get()) {
            return;
        }
        // Portals round the start down to a whole second, so that up to one is too much.
        let seconds = (seconds - 1.0).max(0.0);
        #[expect(clippy::cast_precision_loss, reason = "the ids of one request are few")]
        let fitting = TARGET_SECONDS / seconds * ids as f64;
        // Casts of what is too great give the greatest.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no less than 0")]
        let fitting = (fitting as usize).min(self.most.get());
        // Halfway, as one slow answer says little.
        self.set(usize::midpoint(self.per_request.get(), fitting));
    }

    /// A request for that many users took too long.
    pub fn shrink(&self, ids: usize) {
        self.set(self.per_request.get().min(ids / 2));
    }

    /// The answer about more users than that is too large.
    pub fn cap(&self, ids: usize) {
        self.most.set(self.most.get().min(ids));
        self.set(self.per_request.get().min(ids));
    }

    /// A request for more ids than that is not let through.
    pub fn fit(&self, ids: usize) {
        self.fitting.set(self.fitting.get().min(ids.max(1)));
        self.set(self.per_request.get());
    }

    fn set(&self, ids: usize) {
        // Whole calls, and one at least.
        let calls = (ids / self.ids_per_call).clamp(1, MAX_CALLS_PER_BATCH);
        self.per_request.set(calls.saturating_mul(self.ids_per_call).min(self.fitting.get()));
    }
}

#[cfg(test)]
mod tests {
    use super::AdaptiveBatchSize;

    #[test]
    fn a_fast_portal_keeps_the_nominal_size() {
        let sizes = AdaptiveBatchSize::new(50);
        sizes.note(2500, 5.9);
        sizes.note(2500, 0.4);
        assert_eq!(sizes.per_request(), 2500);
    }

    #[test]
    fn a_slow_portal_is_asked_for_fewer_at_once_and_for_more_again_when_it_recovers() {
        let sizes = AdaptiveBatchSize::new(50);
        for _ in 0..10 {
            sizes.note(1000, 31.0);
        }
        assert_eq!(sizes.per_request(), 500);
        for _ in 0..10 {
            sizes.note(500, 1.5);
        }
        assert_eq!(sizes.per_request(), 2450);
    }

    #[test]
    fn small_answers_tell_nothing() {
        let sizes = AdaptiveBatchSize::new(50);
        sizes.note(10, 40.0);
        assert_eq!(sizes.per_request(), 2500);
    }

    #[test]
    fn a_cap_is_never_outgrown() {
        let sizes = AdaptiveBatchSize::new(50);
        sizes.cap(1000);
        assert_eq!(sizes.per_request(), 1000);
        sizes.note(1000, 0.4);
        assert_eq!(sizes.per_request(), 1000);
    }

    #[test]
    fn what_fits_is_never_outgrown_either_even_if_it_is_less_than_a_call() {
        let sizes = AdaptiveBatchSize::new(50);
        sizes.fit(625);
        assert_eq!(sizes.per_request(), 625);
        sizes.fit(20);
        sizes.note(250, 0.4);
        sizes.shrink(10);
        assert_eq!((sizes.per_request(), sizes.fitting()), (20, 20));
    }

    #[test]
    fn a_timeout_halves_and_one_call_is_the_least() {
        let sizes = AdaptiveBatchSize::new(50);
        sizes.shrink(2500);
        assert_eq!(sizes.per_request(), 1250);
        sizes.shrink(3);
        assert_eq!(sizes.per_request(), 50);
    }
}
