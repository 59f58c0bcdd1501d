//! When a request may leave: the portal's limits on how often and how long it works for us.

mod bucket;
mod budget;
mod gate;
mod line;

pub use bucket::{Bucket, BucketChange, BucketStore, Rate};
pub use budget::Budget;
pub use gate::{Gate, Place};
