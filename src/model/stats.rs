use serde::Serialize;

/// The counters of a client since it was created.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    /// Requests sent, retries included.
    pub requests: u32,
    /// Requests sent again after a failure.
    pub retries: u32,
    /// Failed requests whose ids were fetched in smaller batches.
    pub splits: u32,
    /// Times that a request waited for the portal's limits.
    pub waits: u32,
    /// Token refreshes, because the token had expired or the portal had moved.
    pub refreshes: u32,
    /// Users and missing ids served from the cache.
    pub cache_hits: u32,
    /// Users and missing ids served by another call's request in flight.
    pub shared: u32,
    /// Users and missing ids in the cache now.
    pub cache_size: usize,
}
