use super::{Millis, Timestamp};

/// The clock and its timers.
pub trait Clock {
    /// The current time.
    fn now(&self) -> Timestamp;

    /// Resolves after `span`; never, if `span` is infinite.
    fn sleep(&self, span: Millis) -> impl Future<Output = ()>;

    /// Yields until all tasks that are ready now have run. Not by a timer: browsers throttle the
    /// timers of hidden tabs.
    fn tick(&self) -> impl Future<Output = ()>;
}
