use serde::Serialize;

use super::user_issue::UserIssue;

/// An event of a client, with its time. No event contains a token or the code of a webhook.
///
/// The TypeScript type `ClientEvent` is the union of [`ClientEventKind`], with `at` in each object.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClientEvent {
    /// The time of the event, in milliseconds since 1970.
    pub at: f64,
    /// What happened.
    #[serde(flatten)]
    pub kind: ClientEventKind,
}

/// An event of a client, for logs and waterfall diagrams. No event contains a token or the code of
/// a webhook.
///
/// - `request`: a request was sent;
/// - `response`: a request has ended, with a response or an error;
/// - `wait`: a request waits for the portal's limits;
/// - `retry`: a request failed and will be sent again;
/// - `split`: the ids of a failed request will be fetched in smaller batches;
/// - `refresh`: the token has expired, or the portal has moved, and a new token is requested;
/// - `issue`: the value of a user's field did not have the declared type.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "ClientEvent"))]
#[serde(tag = "type", rename_all = "lowercase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum ClientEventKind {
    /// A request was sent.
    Request {
        /// The sequence number of the request in this client, from 1.
        request: u32,
        /// The REST method.
        method: String,
        /// The number of user ids in the request.
        ids: usize,
    },
    /// A request has ended, with a response or an error.
    Response {
        /// The sequence number of the request in this client.
        request: u32,
        /// The REST method.
        method: String,
        /// Whole milliseconds since the request was sent.
        after_ms: f64,
        /// The HTTP status; `null` if no response arrived.
        status: Option<u16>,
        /// The code of the error; `null` if the request succeeded.
        code: Option<String>,
    },
    /// A request waits for the portal's limits.
    Wait {
        /// `limit`: the portal accepts no more requests for now. `operating`: the method has used
        /// up its operating time.
        reason: WaitReason,
        /// Whole milliseconds until the next attempt to send the request.
        ms: f64,
    },
    /// A request failed and will be sent again.
    Retry {
        /// The REST method.
        method: String,
        /// The code of the error with which the request failed.
        code: String,
        /// The number of the next attempt: 2 for the first retry.
        attempt: u32,
        /// Whole milliseconds until the next attempt.
        after_ms: f64,
    },
    /// The ids of a failed request will be fetched in smaller batches.
    Split {
        /// The code of the error with which the request failed.
        code: String,
        /// The number of ids that will be fetched again.
        ids: usize,
    },
    /// The token has expired, or the portal has moved, and a new token is requested.
    Refresh {},
    /// The value of a user's field did not have the declared type.
    Issue {
        /// The field and its received value.
        issue: UserIssue,
    },
}

impl ClientEventKind {
    /// The strings that come from the portal or the application, to be redacted. Issues are not
    /// included, because they are redacted when they are read.
    pub(crate) fn external_strings(&mut self) -> [Option<&mut String>; 2] {
        match self {
            Self::Request { method, .. } => [Some(method), None],
            Self::Response { method, code, .. } => [Some(method), code.as_mut()],
            Self::Retry { method, code, .. } => [Some(method), Some(code)],
            Self::Split { code, .. } => [Some(code), None],
            Self::Wait { .. } | Self::Refresh {} | Self::Issue { .. } => [None, None],
        }
    }
}

/// The limit for which a request waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum WaitReason {
    /// The portal accepts no more requests for now.
    Limit,
    /// The method has used up its operating time.
    Operating,
}
