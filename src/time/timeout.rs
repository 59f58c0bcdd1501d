use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use super::{Clock, Millis};

/// Runs `work` for at most `limit`, and only until it waits while `is_blocked`. The caller drops
/// the work after a timeout before it awaits anything else: that ends the work's requests.
///
/// The work and its outcome are not generic: each whole call would get its own copy of this
/// function. All calls have one type of errors.
///
/// # Errors
/// Those of `work`, and `on_timeout()`.
pub async fn timeout<E>(
    clock: &impl Clock,
    limit: Millis,
    is_blocked: &dyn Fn() -> bool,
    on_timeout: &dyn Fn() -> E,
    mut work: Pin<&mut dyn Future<Output = Result<(), E>>>,
) -> Result<(), E> {
    let mut outcome = None;
    // Even the first poll of the work would send a request.
    if limit <= Millis::ZERO {
        return Err(on_timeout());
    }
    poll_until(clock, limit, &mut |context| {
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

/// Polls `work` until it is ready, for at most `limit`. Not generic either.
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
