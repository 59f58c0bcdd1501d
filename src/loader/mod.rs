//! From ids to users: cache, single-flight, batches and their results.

mod batch_size;
mod cache;
mod collect_users;
mod expected_ids;
mod lookup_results;
mod lru_map;
mod single_flight;
mod subscription;
mod user_fetch;
mod user_load;

pub(crate) use batch_size::Sizes;
pub(crate) use cache::{Begun, Cache};
pub(crate) use lookup_results::{Finding, Wanted};
pub(crate) use single_flight::Sharing;
pub(crate) use subscription::Findings;
pub(crate) use user_load::Errand;
