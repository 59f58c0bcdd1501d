use serde::Serialize;

/// The progress of a call for many users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Progress {
    /// Number of ids that are found, missing or failed so far.
    pub done: usize,
    /// Number of ids in the call.
    pub total: usize,
    /// Number of requests that the call has sent so far.
    pub requests: u32,
}
