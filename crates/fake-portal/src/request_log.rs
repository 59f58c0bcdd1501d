//! The entries of the request log, with which tests count requests.

use crate::Millis;
use serde::Serialize;
use std::borrow::Cow;

/// A request below `/rest/`. No field holds a credential.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// The time of the request.
    pub at: Millis,
    /// The HTTP verb.
    pub verb: String,
    /// The REST method, in lower case, without path and `.json`.
    pub method: String,
    /// The content type, as sent.
    pub content_type: Option<String>,
    /// The caller; `None` if authentication failed.
    pub user: Option<u64>,
    /// The number of distinct ids in the call, also if it was refused; for a batch, the sum over
    /// its commands.
    pub ids: usize,
    /// The HTTP status of the response; 0 if none was sent.
    pub status: u16,
    /// The error code of the response.
    pub error: Option<Cow<'static, str>>,
    /// The kind of the injected fault that determined the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'static str>,
    /// The commands of a batch.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<CommandLogEntry>,
}

/// A command of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CommandLogEntry {
    /// The REST method, in lower case.
    pub method: String,
    /// The number of distinct ids in the command.
    pub ids: usize,
    /// The error code.
    pub error: Option<Cow<'static, str>>,
}
