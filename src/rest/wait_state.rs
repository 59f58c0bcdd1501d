use std::cell::{Cell, RefCell};

use super::deadline::Deadline;
use crate::error::{Error, ErrorKind, code};
use crate::model::WaitReason;

/// What a call waits for before its next request, so that it can end at once if that cannot come
/// before its deadline.
#[derive(Debug, Default)]
pub(crate) struct WaitState {
    wait: Cell<Option<Wait>>,
    /// The failure of the last request that is sent again.
    last_failure: RefCell<Option<Error>>,
}

#[derive(Clone, Copy, Debug)]
struct Wait {
    /// `None` for the delay of a retry.
    reason: Option<WaitReason>,
    until_ms: f64,
    ms: f64,
}

impl Wait {
    /// Milliseconds until its end: at most its whole length, as the clock may have been set back.
    fn left_ms(self, now_ms: f64) -> f64 {
        (self.until_ms - now_ms).min(self.ms)
    }
}

impl WaitState {
    /// A limit allows no request for so many milliseconds.
    pub(super) fn begin(&self, reason: WaitReason, ms: f64, now_ms: f64) {
        self.set(Some(reason), ms, now_ms);
    }

    /// The request that failed with `error` is sent again, but not for so many milliseconds.
    pub(super) fn begin_retry_delay(&self, error: &Error, ms: f64, now_ms: f64) {
        self.last_failure.replace(Some(error.clone()));
        self.set(None, ms, now_ms);
    }

    /// The next request need not wait any longer.
    pub(super) fn end(&self) {
        self.wait.set(None);
    }

    fn set(&self, reason: Option<WaitReason>, ms: f64, now_ms: f64) {
        self.wait.set((ms > 0.0).then_some(Wait { reason, until_ms: now_ms + ms, ms }));
    }

    /// Whether the wait lasts until the deadline or longer.
    pub(super) fn is_blocked(&self, deadline: Deadline, now_ms: f64) -> bool {
        self.wait.get().is_some_and(|wait| wait.left_ms(now_ms) >= deadline.left_ms(now_ms))
    }

    /// The error of a call that is blocked until its deadline; `None` if it is not.
    pub(crate) fn blocked_error(&self, deadline: Deadline, now_ms: f64) -> Option<Error> {
        let wait = self.wait.get().filter(|_| self.is_blocked(deadline, now_ms))?;
        let mut error = match wait.reason {
            Some(reason) => self.limit_error(reason),
            None => self.last_failure.borrow().clone()?,
        };
        if error.kind == ErrorKind::Limit {
            error.set_retry_after_ms(Some(wait.left_ms(now_ms).ceil()));
        }
        Some(error)
    }

    /// The error for a limit that allows no request in time: the portal's own refusal, if it was
    /// the call's last failure.
    pub(super) fn limit_error(&self, reason: WaitReason) -> Error {
        let failure = self.last_failure.borrow().clone();
        let (failure, code) = match reason {
            WaitReason::Limit => (failure.filter(Error::is_throttled), code::QUERY_LIMIT_EXCEEDED),
            WaitReason::Operating => {
                (failure.filter(Error::is_operating_limit), code::OPERATION_TIME_LIMIT)
            }
        };
        failure.unwrap_or_else(|| Error::limit(code))
    }
}
