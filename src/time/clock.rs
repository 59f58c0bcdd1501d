use super::{Millis, Timestamp};

/// The clock of the environment, with its timers.
pub trait Clock {
    /// The current time.
    fn now(&self) -> Timestamp;

    /// Resolves after `span`. Never resolves if `span` is infinite, or too long for the timers of
    /// the host.
    fn sleep(&self, span: Millis) -> impl Future<Output = ()>;

    /// Resolves after all tasks that are ready now have run. Does not use a timer, because browsers
    /// throttle the timers of hidden tabs.
    fn yield_to_ready_tasks(&self) -> impl Future<Output = ()>;
}
