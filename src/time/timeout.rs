use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use super::{Clock, Millis};

/// Polls `work` until it is ready. Times out after `limit`, or at once when `work` is pending and
/// `should_fail_early()`. After a timeout, the caller must drop `work` before it awaits anything
/// else: that aborts the requests of `work`.
///
/// `work` and its outcome are type-erased: each type of call would instantiate this function.
///
/// # Errors
/// Those of `work`, and `on_timeout()`.
pub async fn timeout<E>(
    clock: &impl Clock,
    limit: Millis,
    should_fail_early: &dyn Fn() -> bool,
    on_timeout: &dyn Fn() -> E,
    mut work: Pin<&mut dyn Future<Output = Result<(), E>>>,
) -> Result<(), E> {
    let mut outcome = None;
    // The first poll of `work` would already send a request.
    if limit <= Millis::ZERO {
        return Err(on_timeout());
    }
    poll_until(clock, limit, &mut |context| {
        outcome = match work.as_mut().poll(context) {
            Poll::Ready(done) => Some(done),
            Poll::Pending if should_fail_early() => None,
            Poll::Pending => return Poll::Pending,
        };
        Poll::Ready(())
    })
    .await;
    // `work` is not dropped yet: `on_timeout` reads its wait state.
    outcome.unwrap_or_else(|| Err(on_timeout()))
}

/// Polls `work` until it is ready, for at most `limit`. Type-erased, as [`timeout`].
pub async fn poll_until(
    clock: &impl Clock,
    limit: Millis,
    work: &mut dyn FnMut(&mut Context<'_>) -> Poll<()>,
) {
    let mut timer = pin!(clock.sleep(limit));
    poll_fn(|context| {
        if work(context).is_ready() {
            return Poll::Ready(());
        }
        timer.as_mut().poll(context)
    })
    .await;
}
