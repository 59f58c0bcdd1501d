//! What was asked of the portal, for tests that count requests.

use crate::Millis;
use serde::Serialize;
use std::borrow::Cow;

/// One HTTP request under `/rest/`. It never holds a credential.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// When it came.
    pub at: Millis,
    /// The HTTP verb.
    pub verb: String,
    /// The REST method, in lower case, without `.json` and whatever else was before it.
    pub method: String,
    /// The request's content type as sent.
    pub content_type: Option<String>,
    /// The user who called, once known.
    pub user: Option<u64>,
    /// How many different ids the method read from the call; for a batch, the sum over its commands.
    pub ids: usize,
    /// The HTTP status of the answer; 0 for none.
    pub status: u16,
    /// The error code of the answer.
    pub error: Option<Cow<'static, str>>,
    /// The kind of the ordered fault that decided the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'static str>,
    /// What a batch consisted of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<Command>,
}

/// One command of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Command {
    /// The REST method, in lower case.
    pub method: String,
    /// How many different ids it read.
    pub ids: usize,
    /// Its error code.
    pub error: Option<Cow<'static, str>>,
}
