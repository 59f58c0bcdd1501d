//! Time: the clock, which is virtual in tests, and timeouts.
//!
//! Not here: the deadlines of calls and the delays between retries (`rest`).

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use crate::error::{Error, Result};

/// The clock and its timers.
pub trait Clock {
    /// Milliseconds since 1970.
    fn now_ms(&self) -> f64;

    /// Resolves after `ms` milliseconds; never, if they are infinite.
    fn sleep(&self, ms: f64) -> impl Future<Output = ()>;

    /// Resolves after all tasks that are ready now. Not by a timer: those of hidden tabs are slow.
    fn tick(&self) -> impl Future<Output = ()>;
}

/// Runs `work` for at most `limit_ms`, and only until it waits while `is_blocked`. The caller drops
/// the work after a timeout before it awaits anything else: that ends the work's requests.
///
/// The work and its outcome are not generic: each whole call would get its own copy of this
/// function.
///
/// # Errors
/// Those of `work`, and `on_timeout()`.
pub async fn timeout(
    clock: &impl Clock,
    limit_ms: Option<f64>,
    is_blocked: &dyn Fn() -> bool,
    on_timeout: &dyn Fn() -> Error,
    mut work: Pin<&mut dyn Future<Output = Result<()>>>,
) -> Result<()> {
    let mut outcome = None;
    // Even the first poll of the work would send a request.
    if limit_ms.is_some_and(|ms| ms <= 0.0) {
        return Err(on_timeout());
    }
    poll_until(clock, limit_ms, &mut |context| {
        outcome = match work.as_mut().poll(context) {
            Poll::Ready(done) => Some(done),
            Poll::Pending if is_blocked() => None,
            Poll::Pending => return Poll::Pending,
        };
        Poll::Ready(())
    })
    .await;
    // The work still exists here, as the error depends on what it waits for.
    outcome.unwrap_or_else(|| Err(on_timeout()))
}

/// Polls `work` until it is ready, for at most `limit_ms`. Not generic either.
pub async fn poll_until(
    clock: &impl Clock,
    limit_ms: Option<f64>,
    work: &mut dyn FnMut(&mut Context<'_>) -> Poll<()>,
) {
    let mut timer = pin!(clock.sleep(limit_ms.unwrap_or(f64::INFINITY)));
    poll_fn(|context| {
        if work(context).is_ready() {
            return Poll::Ready(());
        }
        timer.as_mut().poll(context)
    })
    .await;
}

/// Milliseconds for a message. Formatting of `f64` would be a good part of the module.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, which is right for a message"
)]
pub const fn millis_for_display(ms: f64) -> u64 {
    ms as u64
}
