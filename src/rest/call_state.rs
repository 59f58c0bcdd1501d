//! The state of a call across its requests.

use std::cell::Cell;

use super::reauth::CallReauth;
use super::wait_state::WaitState;
use crate::model::Timing;
use crate::time::{Millis, Timestamp};

/// The state of one call, or of one lookup that several calls share, across its requests.
#[derive(Debug, Default)]
pub(crate) struct CallState {
    /// The number of requests so far, and the sums of the portal's times for them.
    timing: Cell<Timing>,
    started_at: Cell<Timestamp>,
    is_early_delivery_requested: Cell<bool>,
    pub(super) reauth: CallReauth,
    pub(crate) wait: WaitState,
}

impl CallState {
    /// Records the time at which the call or lookup starts.
    pub(super) fn record_start(&self, now: Timestamp) {
        self.started_at.set(now);
    }

    /// The time since the call started, never negative: if `now` is before the start, because the
    /// clock was set back, `now` becomes the start.
    pub(super) fn elapsed(&self, now: Timestamp) -> Millis {
        self.started_at.set(self.started_at.get().min(now));
        now - self.started_at.get()
    }

    /// The number of requests so far, and the sums of the portal's times for them.
    pub(crate) fn timing(&self) -> Timing {
        self.timing.get()
    }

    pub(super) fn update_timing(&self, update: impl FnOnce(&mut Timing)) {
        let mut timing = self.timing.get();
        update(&mut timing);
        self.timing.set(timing);
    }

    /// Makes the request in flight deliver, at its next poll, all users that have arrived,
    /// including those that would be held back until the response ends.
    pub(crate) fn request_early_delivery(&self) {
        self.is_early_delivery_requested.set(true);
    }

    /// Withdraws the request for an early delivery, if no poll has handled it yet.
    pub(crate) fn cancel_early_delivery(&self) {
        self.is_early_delivery_requested.set(false);
    }

    /// Returns whether an early delivery is requested, and clears the request.
    pub(super) fn take_early_delivery_request(&self) -> bool {
        self.is_early_delivery_requested.take()
    }
}
