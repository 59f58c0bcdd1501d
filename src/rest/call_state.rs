use std::cell::Cell;

use super::reauth::ReauthState;
use super::wait_state::WaitState;
use crate::model::Timing;

/// The state of one call, or of one lookup that several calls share, across its requests.
#[derive(Debug, Default)]
pub(crate) struct CallState {
    /// Requests and portal time so far.
    timing: Cell<Timing>,
    /// When it started, in milliseconds since 1970.
    started_ms: Cell<f64>,
    is_flush_requested: Cell<bool>,
    pub(super) reauth: ReauthState,
    pub(crate) wait: WaitState,
}

impl CallState {
    /// Starts the call's time.
    pub(super) fn start(&self, now_ms: f64) {
        self.started_ms.set(now_ms);
    }

    /// Milliseconds since the start. After the clock was set back, they count from then on.
    pub(super) fn elapsed_ms(&self, now_ms: f64) -> f64 {
        self.started_ms.set(self.started_ms.get().min(now_ms));
        now_ms - self.started_ms.get()
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
    pub(crate) fn request_flush(&self) {
        self.is_flush_requested.set(true);
    }

    /// Takes back a request of `request_flush` that no poll has met.
    pub(crate) fn cancel_flush(&self) {
        self.is_flush_requested.set(false);
    }

    pub(super) fn take_flush_request(&self) -> bool {
        self.is_flush_requested.take()
    }
}
