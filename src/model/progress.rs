use serde::Serialize;

/// The progress of a call for many users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Progress {
    /// Ids with an outcome: found, missing or failed.
    pub done: usize,
    /// Ids of the call.
    pub total: usize,
    /// Requests that the call has sent.
    pub requests: u32,
}
