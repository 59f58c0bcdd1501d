use serde::Serialize;

use super::user_issue::UserIssue;

/// An event of a client, with its time. No event holds a token or a webhook's code.
///
/// The TypeScript type `ClientEvent` is the union of [`ClientEventKind`] with `at` in each object.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClientEvent {
    /// Time of the event, in milliseconds since 1970.
    pub at: f64,
    /// The event itself.
    #[serde(flatten)]
    pub kind: ClientEventKind,
}

/// An event of a client, for logs and waterfalls. No event holds a token or a webhook's code.
///
/// - `request`: a request was sent;
/// - `response`: a request settled, with a response or an error;
/// - `wait`: a request waits for the portal's limits;
/// - `retry`: a request failed and will be sent again;
/// - `split`: the ids of a failed request will be fetched in smaller batches;
/// - `refresh`: the token has expired, or the portal has moved, and a new token is requested;
/// - `issue`: a field of a user did not have its declared type.
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
        /// The number of ids in the request.
        ids: usize,
    },
    /// A request settled.
    Response {
        /// The sequence number of the request in this client.
        request: u32,
        /// The REST method.
        method: String,
        /// Whole milliseconds since the request was sent.
        after_ms: f64,
        /// The HTTP status; `null` without a response.
        status: Option<u16>,
        /// The error's code; `null` on success.
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
        /// The error's code.
        code: String,
        /// The number of the next attempt, from 2.
        attempt: u32,
        /// Whole milliseconds until the next attempt.
        after_ms: f64,
    },
    /// The ids of a failed request will be fetched in smaller batches.
    Split {
        /// The error's code.
        code: String,
        /// The number of ids to be fetched.
        ids: usize,
    },
    /// The token has expired, or the portal has moved, and a new token is requested.
    Refresh {},
    /// A field of a user did not have its declared type.
    Issue {
        /// The field and the value received.
        issue: UserIssue,
    },
}

impl ClientEventKind {
    /// The strings that come from the portal or the application, for redaction. Issues are
    /// redacted when they are read.
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

/// The limit that a request waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum WaitReason {
    /// The portal accepts no more requests for now.
    Limit,
    /// The method has used up its operating time.
    Operating,
}
