//! What a call currently waits for, and whether the wait lasts past the deadline of the call.

use std::cell::{Cell, RefCell};

use super::deadline::Deadline;
use crate::error::{Error, ErrorKind, code};
use crate::model::WaitReason;
use crate::time::{Millis, Timestamp};

/// The current wait of a call before its next request, for a limit or for the delay of a retry. The
/// call fails at once if this wait lasts until the deadline of the call or longer.
#[derive(Debug, Default)]
pub(crate) struct WaitState {
    wait: Cell<Option<Wait>>,
    /// The last failure after which the call retries; `None` if there was no retry.
    last_failure: RefCell<Option<Error>>,
}

#[derive(Clone, Copy, Debug)]
struct Wait {
    /// The limit that causes the wait; `None` for the delay of a retry.
    reason: Option<WaitReason>,
    until: Timestamp,
    span: Millis,
}

impl Wait {
    /// The remaining time of the wait. At most its whole span, even if the clock was set back.
    fn remaining(self, now: Timestamp) -> Millis {
        (self.until - now).min(self.span)
    }
}

impl WaitState {
    /// Begins a wait for a limit.
    pub(super) fn begin_limit_wait(&self, reason: WaitReason, span: Millis, now: Timestamp) {
        self.begin(Some(reason), span, now);
    }

    /// Begins the delay of a retry after `error`.
    pub(super) fn begin_retry_delay(&self, error: &Error, span: Millis, now: Timestamp) {
        self.last_failure.replace(Some(error.clone()));
        self.begin(None, span, now);
    }

    /// Ends the wait.
    pub(super) fn end(&self) {
        self.wait.set(None);
    }

    fn begin(&self, reason: Option<WaitReason>, span: Millis, now: Timestamp) {
        let wait = Wait { reason, until: now + span, span };
        self.wait.set((span > Millis::ZERO).then_some(wait));
    }

    /// Whether the call's wait lasts until the deadline or longer.
    pub(super) fn will_outlast_deadline(&self, deadline: Deadline, now: Timestamp) -> bool {
        self.wait.get().is_some_and(|wait| wait.remaining(now) >= deadline.remaining(now))
    }

    /// The error of a call whose wait lasts until its deadline; `None` if the wait ends earlier.
    pub(crate) fn early_failure(&self, deadline: Deadline, now: Timestamp) -> Option<Error> {
        let wait = self.wait.get().filter(|_| self.will_outlast_deadline(deadline, now))?;
        let mut error = match wait.reason {
            Some(reason) => self.limit_error(reason),
            None => self.last_failure.borrow().clone()?,
        };
        if error.kind == ErrorKind::Limit {
            error.set_retry_after(Some(wait.remaining(now).ceil()));
        }
        Some(error)
    }

    /// The error of a call that cannot send its next request in time because of the limit `reason`.
    /// This is the portal's own error if the last failure of the call was a refusal by this limit.
    pub(super) fn limit_error(&self, reason: WaitReason) -> Error {
        let failure = self.last_failure.borrow().clone();
        let (failure, code) = match reason {
            WaitReason::Limit => (failure.filter(Error::is_throttled), code::QUERY_LIMIT_EXCEEDED),
            WaitReason::Operating => {
                (failure.filter(Error::is_operating_limit), code::OPERATION_TIME_LIMIT)
            }
        };
        failure.unwrap_or_else(|| Error::limited_until_deadline(code))
    }
}
