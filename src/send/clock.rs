use std::pin::pin;

use futures_util::future::{Either, select};

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
pub async fn within<T>(
    clock: &impl Clock,
    limit_ms: Option<f64>,
    late: impl FnOnce() -> crate::Error,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    let Some(limit_ms) = limit_ms else { return work.await };
    match select(pin!(work), pin!(clock.sleep(limit_ms))).await {
        Either::Left((done, _)) => done,
        Either::Right(((), _)) => Err(late()),
    }
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
