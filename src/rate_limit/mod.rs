//! When a request may be sent: the portal's limits on how often and how long it works for a client.

mod fair_mutex;
mod leaky_bucket;
mod limiter;
mod operating_time;

pub use leaky_bucket::{Bucket, BucketChange, BucketStore, Rate};
pub use limiter::{Gate, Place};
pub use operating_time::Budget;
