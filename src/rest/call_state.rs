use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::deadline::Deadline;
use crate::auth::{ActiveCredential, TokenEpoch};
use crate::error::{Error, ErrorKind, code};
use crate::model::{Timing, WaitReason};

/// What is known of one call on its way, or of a lookup that several calls share.
#[derive(Debug, Default)]
pub(crate) struct CallState {
    /// What its requests have taken so far.
    pub(crate) spent: Cell<Timing>,
    /// When it began, in milliseconds since 1970.
    pub(crate) began_ms: Cell<f64>,
    /// Set by whoever cannot wait any longer: users who have arrived whole are due when its request is polled next.
    pub(crate) flush: Cell<bool>,
    /// How often the application had been asked for a token by then.
    pub(crate) asked: Cell<TokenEpoch>,
    /// What opened the portal for its last request, and whether the portal had accepted that before.
    pub(crate) opened: RefCell<Option<(Rc<ActiveCredential>, bool)>>,
    /// The numbers of the tokens that commands of its last batch, and of the one before, were refused
    /// with as expired.
    expired: Cell<[Option<TokenEpoch>; 2]>,
    /// What has to pass before its next request can be sent.
    wait: Cell<Option<Wait>>,
    /// Why its last request is sent again.
    failure: RefCell<Option<Error>>,
}

#[derive(Clone, Copy, Debug)]
struct Wait {
    /// `None` for the pause after a failure.
    reason: Option<WaitReason>,
    until_ms: f64,
    ms: f64,
}

impl Wait {
    /// How much of it is left: no more than there was at first, as the clock may have been set back.
    fn left_ms(self, now_ms: f64) -> f64 {
        (self.until_ms - now_ms).min(self.ms)
    }
}

impl CallState {
    /// It begins now, when the application has been asked for a token so often.
    pub(crate) fn begin(&self, now_ms: f64, asked: TokenEpoch) {
        self.began_ms.set(now_ms);
        self.asked.set(asked);
    }

    /// The portal has answered a request that `open` was sent with.
    pub(crate) fn note_answer(&self, open: Rc<ActiveCredential>, was_accepted: bool) {
        self.opened.replace(Some((open, was_accepted)));
        let [last, _] = self.expired.get();
        self.expired.set([None, last]);
    }

    /// A command of the last batch was refused because this token has expired. Returns whether the batch
    /// before was sent with another one that met the same refusal: then renewing does not help.
    pub(crate) fn note_expired(&self, token: TokenEpoch) -> bool {
        let [_, before] = self.expired.get();
        self.expired.set([Some(token), before]);
        before.is_some_and(|before| before != token)
    }

    /// No request of it can be sent for so many milliseconds.
    pub(crate) fn set_wait(&self, reason: Option<WaitReason>, ms: f64, now_ms: f64) {
        self.wait.set((ms > 0.0).then_some(Wait { reason, until_ms: now_ms + ms, ms }));
    }

    /// Its next request, if there is one, need not wait any longer.
    pub(crate) fn end_wait(&self) {
        self.wait.set(None);
    }

    pub(crate) fn set_failure(&self, error: &Error) {
        self.failure.replace(Some(error.clone()));
    }

    /// Whether it waits for something that cannot come before the deadline.
    pub(crate) fn is_blocked(&self, deadline: Deadline, now_ms: f64) -> bool {
        self.wait.get().is_some_and(|wait| wait.left_ms(now_ms) >= deadline.left_ms(now_ms))
    }

    /// The error for a limit that allows no request in time: the portal's own refusal, if it was the
    /// call's last failure.
    pub(crate) fn limit_error(&self, reason: WaitReason) -> Error {
        let failure = self.failure.borrow().clone();
        let (failure, code) = match reason {
            WaitReason::Limit => (failure.filter(Error::is_throttled), code::QUERY_LIMIT_EXCEEDED),
            WaitReason::Operating => (failure.filter(Error::is_operating_limit), code::OPERATION_TIME_LIMIT),
        };
        failure.unwrap_or_else(|| Error::limit(code))
    }

    /// Why it is blocked, if it is: in the portal's words if the portal has refused a request of it.
    pub(crate) fn blocked_by(&self, deadline: Deadline, now_ms: f64) -> Option<Error> {
        let wait = self.wait.get().filter(|_| self.is_blocked(deadline, now_ms))?;
        let mut error = match wait.reason {
            Some(reason) => self.limit_error(reason),
            None => self.failure.borrow().clone()?,
        };
        if error.kind == ErrorKind::Limit {
            error.set_retry_after_ms(Some(wait.left_ms(now_ms).ceil()));
        }
        Some(error)
    }
}
