//! The deadlines of calls. A call fails early if its current wait will last past its deadline.

use std::future::poll_fn;
use std::pin::{Pin, pin};

use super::call_state::CallState;
use super::executor::RestExecutor;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::ids::UserId;
use crate::time::{Millis, Timestamp, timeout};

/// The time by which a call has to end. May be infinitely far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    /// The option that sets the deadline, as error messages name it.
    name: &'static str,
    at: Timestamp,
    limit: Millis,
}

impl Deadline {
    /// The deadline that is `limit` after `start`, or infinitely far if `limit` is infinite. `name`
    /// is the option that sets the deadline, for error messages.
    pub(crate) fn new(name: &'static str, limit: Millis, start: Timestamp) -> Self {
        Self { name, at: start + limit, limit }
    }

    /// The remaining time until the deadline. It never exceeds the time limit of the call, even if
    /// the clock was set back.
    pub(crate) fn remaining(self, now: Timestamp) -> Millis {
        (self.at - now).min(self.limit)
    }

    /// The error `DEADLINE_EXCEEDED` of a call that reached this deadline.
    pub(super) fn exceeded_error(self) -> Error {
        let message = if self.limit > Millis::ZERO {
            format!("Not finished within {} ms ({})", self.limit.for_display(), self.name)
        } else {
            // A call's limit: `createClient` rejects such a limit of the client.
            "No time is left (`deadlineMs`)".to_owned()
        };
        Error::new(ErrorKind::Timeout, code::DEADLINE_EXCEEDED, message)
    }
}

impl<H: Host> RestExecutor<H> {
    /// Awaits `work` until the deadline. Fails early if the call begins to wait, for example for a
    /// rate limit, and the wait would last past the deadline. The error of a missed deadline names
    /// `method` and `ids`.
    pub(crate) async fn with_deadline<T>(
        &self,
        deadline: Deadline,
        state: &CallState,
        method: &str,
        ids: &[UserId],
        mut work: Pin<&mut dyn Future<Output = Result<T>>>,
    ) -> Result<T> {
        let mut outcome = None;
        let work =
            poll_fn(|context| work.as_mut().poll(context).map_ok(|done| outcome = Some(done)));
        self.await_or_fail_early(deadline, state, method, ids, pin!(work)).await?;
        Ok(outcome.expect("finished work has an outcome"))
    }

    /// [`with_deadline`](Self::with_deadline) without the type of the outcome, so that this code is
    /// compiled only once.
    async fn await_or_fail_early(
        &self,
        deadline: Deadline,
        state: &CallState,
        method: &str,
        ids: &[UserId],
        work: Pin<&mut dyn Future<Output = Result<()>>>,
    ) -> Result<()> {
        let now = || self.host().now();
        let should_fail_early = || state.wait.will_outlast_deadline(deadline, now());
        let on_timeout = || {
            let early_failure = state.wait.early_failure(deadline, now());
            early_failure.unwrap_or_else(|| self.deadline_error(deadline)).for_request(method, ids)
        };
        timeout(self.host(), deadline.remaining(now()), &should_fail_early, &on_timeout, work).await
    }
}
