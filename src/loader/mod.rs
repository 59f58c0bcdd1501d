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

pub(crate) use batch_size::AdaptiveBatchSize;
pub(crate) use cache::{Cache, LookupVersion};
pub(crate) use lookup_results::{CacheKey, LookupOutcome};
pub(crate) use single_flight::SingleFlight;
pub(crate) use subscription::Outcomes;
pub(crate) use user_load::UserLoad;
