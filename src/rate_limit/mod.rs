//! When a request may be sent: the portal's limits on how often and how long it works for a client.

mod fair_mutex;
mod leaky_bucket;
mod limiter;
mod operating_time;

pub use leaky_bucket::{LeakyBucket, Rate, RateLimitStore, UpdateFn};
pub use limiter::{Permit, RequestLimiter};
pub use operating_time::OperatingTimeLimit;
