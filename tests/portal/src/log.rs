//! What was asked of the portal, for tests that count requests.

use crate::Millis;
use serde::Serialize;

/// One HTTP request under `/rest/`. It never holds a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// When it came.
    pub at: Millis,
    /// The HTTP verb.
    pub verb: String,
    /// The REST method, in lower case, without `.json` and whatever else was before it.
    pub method: String,
    /// The request's content type as sent.
    #[serde(rename = "contentType")]
    pub content_type: Option<String>,
    /// The user who called, once known.
    pub user: Option<u64>,
    /// How many different ids the method read from the call.
    pub ids: usize,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The error code of the answer.
    pub error: Option<&'static str>,
}
