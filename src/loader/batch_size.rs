//! The number of ids per request, adapted to the portal's speed and to size limits.

use std::cell::Cell;

use crate::protocol::MAX_COMMANDS_PER_BATCH;

/// Desired processing time of a request, in seconds: a quarter of the portal's maximum of 60.
const TARGET_SECONDS: f64 = 15.0;

/// Minimum number of ids in a request whose processing time is used to adapt the batch size, unless
/// the batch size itself is smaller. Smaller requests are so fast that the portal's rounding to
/// whole seconds would distort the measured time too much.
const MIN_SAMPLE_IDS: usize = 250;

/// The number of ids in one request: at first the maximum, later as many as the portal processes
/// within [`TARGET_SECONDS`].
#[derive(Debug)]
pub(super) struct AdaptiveBatchSize {
    ids_per_call: usize,
    ids_per_request: Cell<usize>,
    /// Maximum number of ids in a request, as learned from responses that were too large.
    max_ids_by_response_size: Cell<usize>,
    /// Maximum number of ids in a request, as learned from requests that were rejected as too
    /// large. May be smaller than `ids_per_call`.
    max_ids_by_request_size: Cell<usize>,
}

impl AdaptiveBatchSize {
    pub(super) const fn new(ids_per_call: usize) -> Self {
        let max = ids_per_call.saturating_mul(MAX_COMMANDS_PER_BATCH);
        Self {
            ids_per_call,
            ids_per_request: Cell::new(max),
            max_ids_by_response_size: Cell::new(max),
            max_ids_by_request_size: Cell::new(max),
        }
    }

    /// The number of ids in one call of `im.user.list.get`.
    pub(super) const fn ids_per_call(&self) -> usize {
        self.ids_per_call
    }

    /// The number of ids in one request.
    pub(super) const fn ids_per_request(&self) -> usize {
        self.ids_per_request.get()
    }

    /// Maximum number of ids in a request, as learned from requests that were rejected as too
    /// large.
    pub(super) const fn max_ids_by_request_size(&self) -> usize {
        self.max_ids_by_request_size.get()
    }

    /// Records the processing time of a request for `ids` users, in seconds.
    pub(super) fn record_processing_time(&self, ids: usize, seconds: f64) {
        // While requests are smaller than a sample, only full requests count.
        if ids < MIN_SAMPLE_IDS.min(self.ids_per_request.get()) {
            return;
        }
        // Portals round the start down to a whole second, which makes the time up to one second too
        // long.
        let seconds = (seconds - 1.0).max(0.0);
        #[expect(clippy::cast_precision_loss, reason = "one request has few ids")]
        let target = TARGET_SECONDS / seconds * ids as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts saturate"
        )]
        let target = (target as usize).min(self.max_ids_by_response_size.get());
        // Halfway: a single slow response is weak evidence.
        self.set_ids_per_request(usize::midpoint(self.ids_per_request.get(), target));
    }

    /// Records that a request for `ids` users timed out.
    pub(super) fn record_timeout(&self, ids: usize) {
        self.set_ids_per_request(self.ids_per_request.get().min(ids / 2));
    }

    /// Limits later requests to `ids` ids, after a response that was too large.
    pub(super) fn limit_by_response_size(&self, ids: usize) {
        self.max_ids_by_response_size.set(self.max_ids_by_response_size.get().min(ids));
        self.set_ids_per_request(self.ids_per_request.get().min(ids));
    }

    /// Limits later requests to `ids` ids, after a request that was rejected as too large.
    pub(super) fn limit_by_request_size(&self, ids: usize) {
        self.max_ids_by_request_size.set(self.max_ids_by_request_size.get().min(ids.max(1)));
        self.set_ids_per_request(self.ids_per_request.get());
    }

    fn set_ids_per_request(&self, ids: usize) {
        // Whole calls, at least one.
        let calls = (ids / self.ids_per_call).clamp(1, MAX_COMMANDS_PER_BATCH);
        self.ids_per_request
            .set(calls.saturating_mul(self.ids_per_call).min(self.max_ids_by_request_size.get()));
    }
}

#[cfg(test)]
mod tests {
    use super::AdaptiveBatchSize;

    #[test]
    fn a_fast_portal_keeps_the_nominal_size() {
        let size = AdaptiveBatchSize::new(50);
        size.record_processing_time(2500, 5.9);
        size.record_processing_time(2500, 0.4);
        assert_eq!(size.ids_per_request(), 2500);
    }

    #[test]
    fn a_slow_portal_shrinks_requests_until_it_recovers() {
        let size = AdaptiveBatchSize::new(50);
        for _ in 0..10 {
            size.record_processing_time(1000, 31.0);
        }
        assert_eq!(size.ids_per_request(), 500);
        for _ in 0..10 {
            size.record_processing_time(500, 1.5);
        }
        assert_eq!(size.ids_per_request(), 2450);
    }

    #[test]
    fn small_responses_are_ignored() {
        let size = AdaptiveBatchSize::new(50);
        size.record_processing_time(10, 40.0);
        assert_eq!(size.ids_per_request(), 2500);
    }

    #[test]
    fn the_response_limit_is_never_exceeded() {
        let size = AdaptiveBatchSize::new(50);
        size.limit_by_response_size(1000);
        assert_eq!(size.ids_per_request(), 1000);
        size.record_processing_time(1000, 0.4);
        assert_eq!(size.ids_per_request(), 1000);
    }

    #[test]
    fn the_request_limit_is_never_exceeded_even_below_one_call() {
        let size = AdaptiveBatchSize::new(50);
        size.limit_by_request_size(625);
        assert_eq!(size.ids_per_request(), 625);
        size.limit_by_request_size(20);
        size.record_processing_time(250, 0.4);
        size.record_timeout(10);
        assert_eq!((size.ids_per_request(), size.max_ids_by_request_size()), (20, 20));
    }

    #[test]
    fn a_timeout_halves_requests_down_to_one_call() {
        let size = AdaptiveBatchSize::new(50);
        size.record_timeout(2500);
        assert_eq!(size.ids_per_request(), 1250);
        size.record_timeout(3);
        assert_eq!(size.ids_per_request(), 50);
    }
}
