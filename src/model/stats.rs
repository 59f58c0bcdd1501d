use serde::Serialize;

/// The counters of a client since it was created.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    /// Number of requests sent, including retries.
    pub requests: u32,
    /// Number of requests that were sent again after a failure.
    pub retries: u32,
    /// Number of failed requests whose ids were fetched in smaller batches.
    pub splits: u32,
    /// Number of times that a request waited for the portal's limits.
    pub waits: u32,
    /// Number of times that a new token was requested because the token had expired or the portal
    /// had moved.
    pub refreshes: u32,
    /// Number of users and missing ids that were returned from the cache.
    pub cache_hits: u32,
    /// Number of users and missing ids that came from a request that another call had already sent.
    pub shared: u32,
    /// Number of users and missing ids that are now in the cache.
    pub cache_size: usize,
}
