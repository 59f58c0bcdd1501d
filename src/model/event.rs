use serde::Serialize;

use super::issue::UserIssue;

/// Something that a client did or met, and when, in milliseconds since 1970: for logs and waterfalls. No event holds a token or a
/// webhook's code.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(type = "{ at: number } & ClientEventKind"))]
pub struct ClientEvent {
    /// When, in milliseconds since 1970.
    pub at: f64,
    /// What.
    #[serde(flatten)]
    pub kind: ClientEventKind,
}

/// What a client did or met, by its `type`:
///
/// - `request`: a request left;
/// - `response`: it was answered, or failed;
/// - `wait`: a request is held back by the portal's limits;
/// - `retry`: a request failed and will be sent again;
/// - `split`: the ids of a failed request will be asked for in smaller numbers;
/// - `refresh`: the token has expired, or the portal has moved, and a new one is asked for;
/// - `issue`: a field did not arrive as typed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "lowercase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum ClientEventKind {
    /// A request left.
    Request {
        /// The client's number for it, from 1.
        request: u32,
        /// The REST method.
        method: String,
        /// How many ids it asks for.
        ids: usize,
    },
    /// A request was answered, or failed.
    Response {
        /// The client's number for it.
        request: u32,
        /// The REST method.
        method: String,
        /// How many milliseconds after it left.
        after_ms: f64,
        /// The HTTP status; `null` if there was no answer.
        status: Option<u16>,
        /// The error's code; `null` if it succeeded.
        code: Option<String>,
    },
    /// A request is held back.
    Wait {
        /// `limit`: the portal takes no more at once. `operating`: it has worked enough for the method.
        reason: WaitReason,
        /// For how many milliseconds.
        ms: f64,
    },
    /// A request failed and will be sent again.
    Retry {
        /// The REST method.
        method: String,
        /// The error's code.
        code: String,
        /// Which attempt comes next, from 2.
        attempt: u32,
        /// After how many milliseconds.
        after_ms: f64,
    },
    /// The ids of a failed request will be asked for in smaller numbers.
    Split {
        /// The error's code.
        code: String,
        /// How many ids there were.
        ids: usize,
    },
    /// The token has expired, or the portal has moved, and a new one is asked for.
    Refresh {},
    /// A field did not arrive as typed.
    Issue {
        /// Which, and what came instead.
        issue: UserIssue,
    },
}

impl ClientEventKind {
    /// The texts that may be of somebody else. Issues have been redacted when they were read.
    pub(crate) fn texts(&mut self) -> [Option<&mut String>; 2] {
        match self {
            Self::Request { method, .. } => [Some(method), None],
            Self::Response { method, code, .. } => [Some(method), code.as_mut()],
            Self::Retry { method, code, .. } => [Some(method), Some(code)],
            Self::Split { code, .. } => [Some(code), None],
            Self::Wait { .. } | Self::Refresh {} | Self::Issue { .. } => [None, None],
        }
    }
}

/// Why a request is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum WaitReason {
    /// The portal takes no more requests at once.
    Limit,
    /// The portal has worked enough for the method.
    Operating,
}

/// What a client has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    /// Requests sent.
    pub requests: u32,
    /// Requests sent again after a failure.
    pub retries: u32,
    /// Failed requests whose ids were asked for in smaller numbers.
    pub splits: u32,
    /// Times that a request was held back by the portal's limits.
    pub waits: u32,
    /// Tokens asked for because the last one had expired, or the portal had moved.
    pub refreshes: u32,
    /// Users and missing ids that came from the cache.
    pub cache_hits: u32,
    /// Users and missing ids that came from a request already under way for another call.
    pub shared: u32,
    /// Users and missing ids in the cache now.
    pub cache_size: usize,
}
