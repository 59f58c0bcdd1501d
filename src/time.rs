//! Time: the clock behind which tests have a virtual one, and limits on it.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use crate::error::Result;

/// Time. Tests have a virtual one.
pub trait Clock {
    /// Milliseconds since 1970.
    fn now_ms(&self) -> f64;

    /// Resolves after `ms` milliseconds; never, if they are infinite.
    fn sleep(&self, ms: f64) -> impl Future<Output = ()>;

    /// Resolves when all that is ready now has had its turn, without a timer: those of hidden tabs are slow.
    fn tick(&self) -> impl Future<Output = ()>;
}

/// `work`, replaced by `late()` if it is not done within `limit_ms`, or waits when it `is_blocked`.
/// The caller still has it then, and drops it before waiting for anything
/// else: what it had under way ends with that.
///
/// Neither the work nor its outcome has a type here: it may be a whole call, and each would have its
/// own copy of this.
///
/// # Errors
/// Those of `work`, and `late()`.
pub async fn timeout(
    clock: &impl Clock,
    limit_ms: Option<f64>,
    is_blocked: &dyn Fn() -> bool,
    late: &dyn Fn() -> crate::Error,
    mut work: Pin<&mut dyn Future<Output = Result<()>>>,
) -> Result<()> {
    let mut outcome = None;
    // Work that has not begun would send a request.
    if limit_ms.is_some_and(|ms| ms <= 0.0) {
        return Err(late());
    }
    poll_until(clock, limit_ms.unwrap_or(f64::INFINITY), &mut |context| {
        outcome = match work.as_mut().poll(context) {
            Poll::Ready(done) => Some(done),
            Poll::Pending if is_blocked() => None,
            Poll::Pending => return Poll::Pending,
        };
        Poll::Ready(())
    })
    .await;
    // While the work is still there: what it waits for may be the reason.
    outcome.unwrap_or_else(|| Err(late()))
}

/// Polls work until it is done, but not for longer than `limit_ms`.
///
/// The work has no type here, for the same reason.
pub async fn poll_until(
    clock: &impl Clock,
    limit_ms: f64,
    work: &mut dyn FnMut(&mut Context<'_>) -> Poll<()>,
) {
    let mut end = pin!(clock.sleep(limit_ms));
    poll_fn(|context| {
        if work(context).is_ready() {
            return Poll::Ready(());
        }
        end.as_mut().poll(context)
    })
    .await;
}

/// Milliseconds for a text: the formatting of `f64` would be a good part of the module.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "casts of what is too great give the greatest"
)]
pub const fn millis_for_display(ms: f64) -> u64 {
    ms as u64
}
