use super::{Millis, Timestamp};

/// The clock and its timers.
pub trait Clock {
    /// The present time.
    fn now(&self) -> Timestamp;

    /// Resolves after `span`; never, if it is infinite.
    fn sleep(&self, span: Millis) -> impl Future<Output = ()>;

    /// Resolves after all tasks that are ready now. Not by a timer: those of hidden tabs are slow.
    fn tick(&self) -> impl Future<Output = ()>;
}
