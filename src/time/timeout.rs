use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use super::{Clock, Millis};

/// Polls `work` until it is ready. Fails after `limit`, or earlier if `should_fail_early` returns
/// `true` while `work` is pending. If `limit` is zero or negative, fails without polling `work`.
/// After a failure, the caller must drop `work`, which aborts its requests, before the caller
/// awaits anything else.
///
/// The type of `work` is not a type parameter. Otherwise, this function would be compiled again for
/// each type of future.
///
/// # Errors
/// The error of `work`, or the error that `on_timeout` returns.
pub async fn timeout<E>(
    clock: &impl Clock,
    limit: Millis,
    should_fail_early: &dyn Fn() -> bool,
    on_timeout: &dyn Fn() -> E,
    mut work: Pin<&mut dyn Future<Output = Result<(), E>>>,
) -> Result<(), E> {
    let mut outcome = None;
    // The first poll of `work` would send a request.
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
    // `work` is not dropped yet, because `on_timeout` reads its current wait.
    outcome.unwrap_or_else(|| Err(on_timeout()))
}

/// Polls `work` until it is ready, but not longer than `limit`. Returns nothing, so `work` has to
/// record its own outcome. The type of `work` is not a type parameter, as in [`timeout`].
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
