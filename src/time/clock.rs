use super::{Millis, Timestamp};

/// The clock and its timers.
pub trait Clock {
    /// The current time.
    fn now(&self) -> Timestamp;

    /// Resolves after `span`; never, if `span` is infinite or too long for the timers of the host.
    fn sleep(&self, span: Millis) -> impl Future<Output = ()>;

    /// Yields until all tasks that are ready now have run. Not by a timer: browsers throttle the
    /// timers of hidden tabs.
    fn yield_to_ready_tasks(&self) -> impl Future<Output = ()>;
}
