//! The entries of the request log, by which tests count requests.

use crate::Millis;
use serde::Serialize;
use std::borrow::Cow;

/// A request below `/rest/`. No field contains a credential.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// The time of the request, in milliseconds since 1970.
    pub at: Millis,
    /// The HTTP verb.
    pub verb: String,
    /// The name of the REST method, in lower case, without the path before it and without `.json`.
    pub method: String,
    /// The content type, as sent; `None` if it was not sent.
    pub content_type: Option<String>,
    /// The id of the caller; `None` if authentication failed.
    pub user: Option<u64>,
    /// The number of distinct user ids that the call requests, even if it fails. For a batch, the
    /// sum over the executed commands or, if the whole request fails, over all commands.
    pub ids: usize,
    /// The HTTP status of the response; 0 if no response was sent.
    pub status: u16,
    /// The error code of the response; `None` if the call succeeded.
    pub error: Option<Cow<'static, str>>,
    /// The kind of the injected fault that determined the response; `None` if there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'static str>,
    /// The commands of a batch; empty for other calls.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<CommandLogEntry>,
}

/// A command of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CommandLogEntry {
    /// The name of the REST method, in lower case.
    pub method: String,
    /// The number of distinct ids that the command requests.
    pub ids: usize,
    /// The error code; `None` if the command succeeded.
    pub error: Option<Cow<'static, str>>,
}
