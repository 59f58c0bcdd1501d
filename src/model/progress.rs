use serde::Serialize;

/// The progress of a call for many users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Progress {
    /// Number of ids with an outcome: found, missing or failed.
    pub done: usize,
    /// Number of ids of the call.
    pub total: usize,
    /// Number of requests sent by the call.
    pub requests: u32,
}
