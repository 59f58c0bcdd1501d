//! Time: points in time, spans, timeouts, and the clock, which is virtual in tests.
//!
//! Not here: the deadlines of calls and the delays between retries (`rest`).

mod clock;
mod millis;
mod timeout;
mod timestamp;

pub use clock::Clock;
pub use millis::Millis;
pub use timeout::{poll_until, timeout};
pub use timestamp::Timestamp;
