use std::future::poll_fn;
use std::pin::{Pin, pin};

use super::call_state::CallState;
use super::executor::RestExecutor;
use crate::error::Result;
use crate::host::Host;
use crate::ids::UserId;
use crate::time::timeout;

/// The deadline of a call, if it has one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    at_ms: f64,
    limit_ms: f64,
}

impl Deadline {
    /// A deadline in so many milliseconds.
    pub(crate) fn after(limit_ms: Option<f64>, now_ms: f64) -> Self {
        let limit_ms = limit_ms.unwrap_or(f64::INFINITY);
        Self { at_ms: now_ms + limit_ms, limit_ms }
    }

    /// Milliseconds until then: at most the whole limit, as the clock may have been set back since.
    pub(crate) fn left_ms(self, now_ms: f64) -> f64 {
        (self.at_ms - now_ms).min(self.limit_ms)
    }
}

impl<H: Host> RestExecutor<H> {
    /// Awaits `work` until the deadline, or until it waits for something that cannot come in time.
    /// The errors for both have this method and these ids.
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
        self.with_deadline_untyped(deadline, state, method, ids, pin!(work)).await?;
        Ok(outcome.expect("finished work has an outcome"))
    }

    /// `with_deadline` without a type for the outcome, which would get its own copy of this.
    async fn with_deadline_untyped(
        &self,
        deadline: Deadline,
        state: &CallState,
        method: &str,
        ids: &[UserId],
        work: Pin<&mut dyn Future<Output = Result<()>>>,
    ) -> Result<()> {
        let now_ms = || self.host().now_ms();
        let is_blocked = || state.wait.is_blocked(deadline, now_ms());
        let on_timeout = || {
            let blocked = state.wait.blocked_error(deadline, now_ms());
            blocked.unwrap_or_else(|| self.deadline_error()).for_request(method, ids)
        };
        timeout(self.host(), Some(deadline.left_ms(now_ms())), &is_blocked, &on_timeout, work).await
    }
}
