use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

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

/// `work`, dropped and replaced by `late()` if it is not done within `limit_ms`.
///
/// # Errors
/// Those of `work`, and `late()`.
#[expect(clippy::missing_panics_doc, reason = "work that is done has an outcome")]
pub async fn within<T>(
    clock: &impl Clock,
    limit_ms: Option<f64>,
    late: impl FnOnce() -> crate::Error,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    let mut outcome = None;
    let failure = {
        let work = pin!(async { outcome = Some(work.await) });
        let is_done = race(clock, limit_ms.unwrap_or(f64::INFINITY), work).await;
        // While the work is still there: what it waits for may be the reason.
        (!is_done).then(late)
    };
    failure.map_or_else(|| outcome.expect("the work is done"), Err)
}

/// Waits for `work`, but not for longer than `limit_ms`; tells whether it is done.
///
/// The work has no type here: it may be a whole call, and each would have its own copy of this.
pub async fn race(clock: &impl Clock, limit_ms: f64, mut work: Pin<&mut dyn Future<Output = ()>>) -> bool {
    let mut end = pin!(clock.sleep(limit_ms));
    poll_fn(|context| {
        if work.as_mut().poll(context).is_ready() {
            return Poll::Ready(true);
        }
        end.as_mut().poll(context).map(|()| false)
    })
    .await
}

/// Milliseconds for a text: the formatting of `f64` would be a good part of the module.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "casts of what is too great give the greatest"
)]
pub const fn whole(ms: f64) -> u64 {
    ms as u64
}
