//! The state of a call across its requests.

use std::cell::Cell;

use super::reauth::CallReauth;
use super::wait_state::WaitState;
use crate::model::Timing;
use crate::time::{Millis, Timestamp};

/// The state of one call, or of one lookup that several calls share, across its requests.
#[derive(Debug, Default)]
pub(crate) struct CallState {
    /// Requests and portal time so far.
    timing: Cell<Timing>,
    started_at: Cell<Timestamp>,
    is_delivery_requested: Cell<bool>,
    pub(super) reauth: CallReauth,
    pub(crate) wait: WaitState,
}

impl CallState {
    /// Records the start.
    pub(super) fn record_start(&self, now: Timestamp) {
        self.started_at.set(now);
    }

    /// The time since the start. After the clock was set back, it counts from then on.
    pub(super) fn elapsed(&self, now: Timestamp) -> Millis {
        self.started_at.set(self.started_at.get().min(now));
        now - self.started_at.get()
    }

    /// Requests and portal time so far.
    pub(crate) fn timing(&self) -> Timing {
        self.timing.get()
    }

    pub(super) fn update_timing(&self, update: impl FnOnce(&mut Timing)) {
        let mut timing = self.timing.get();
        update(&mut timing);
        self.timing.set(timing);
    }

    /// Makes the next poll of the request deliver all users who have arrived.
    pub(crate) fn request_delivery(&self) {
        self.is_delivery_requested.set(true);
    }

    /// Cancels a request for delivery that no poll has met.
    pub(crate) fn cancel_delivery(&self) {
        self.is_delivery_requested.set(false);
    }

    pub(super) fn take_delivery_request(&self) -> bool {
        self.is_delivery_requested.take()
    }
}
