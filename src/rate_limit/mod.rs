//! When a request may be sent: the leaky bucket, the operating time, and permits with their fair
//! queue.
//!
//! Not here: the waits themselves, with their events and deadlines (`rest`).

mod fair_mutex;
mod leaky_bucket;
mod limiter;
mod operating_time;

pub use leaky_bucket::{Availability, LeakyBucket, Rate, RateLimitStore, UpdateFn};
pub use limiter::{Permit, RequestLimiter};
pub use operating_time::OperatingTimeLimit;
