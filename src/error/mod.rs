//! One error type for everything that can go wrong, as data: the JavaScript classes are made from it.

pub mod code;
mod invalid_input;
mod kind;
mod portal;

use std::ops::{Deref, DerefMut};

use serde::Serialize;

use crate::auth::Secret;
use crate::ids::UserId;

pub use kind::ErrorKind;

/// The result of anything in this crate that can fail.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// Everything that is known about a failure.
///
/// No text in it holds a token or the code of a webhook.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ErrorInfo {
    /// A stable code: the portal's own (`expired_token`, `QUERY_LIMIT_EXCEEDED`, ...) or one of ours (`INVALID_ID`, ...).
    pub code: String,
    /// What sort of failure it is.
    pub kind: ErrorKind,
    /// The HTTP status of the answer; `null` when there was none.
    pub status: Option<u16>,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// After how many milliseconds the portal's limits allow the same request again; `null` if
    /// that is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<f64>,
    /// The REST method that was called; `null` when nothing was sent.
    pub method: Option<String>,
    /// The user ids that the failed request asked for.
    pub ids: Vec<UserId>,
    /// For people. The portal's description may be in the portal's language.
    #[cfg_attr(feature = "types", ts(skip))]
    pub message: String,
    /// What was caught, as text.
    #[cfg_attr(feature = "types", ts(skip))]
    pub cause: Option<Cause>,
}

/// The name and message of something caught on the way, such as a `TypeError` of `fetch`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// The caught error's name.
    pub name: String,
    /// The caught error's message.
    pub message: String,
}

/// A failure. Boxed, so that results stay small.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[serde(transparent)]
#[error("{} ({})", .0.message, .0.code)]
pub struct Error(Box<ErrorInfo>);

impl Error {
    /// An error that this library finds itself, with one of the codes in [`code`].
    #[must_use]
    pub fn new(kind: ErrorKind, code: &str, message: impl Into<String>) -> Self {
        Self(Box::new(ErrorInfo {
            code: code.into(),
            kind,
            status: None,
            retryable: matches!(kind, ErrorKind::Network | ErrorKind::Timeout),
            retry_after_ms: None,
            method: None,
            ids: Vec::new(),
            message: message.into(),
            cause: None,
        }))
    }

    /// An error that the portal reports with `code` (which may be empty) and `description`.
    #[must_use]
    pub fn from_portal(code: &str, description: &str, status: u16) -> Self {
        let (kind, retryable) = portal::classify(code, status);
        let code = if code.is_empty() { code::PORTAL_ERROR } else { code };
        let description = if description.is_empty() { "The portal reported an error" } else { description };
        let mut error = Self::new(kind, code, description);
        error.status = Some(status);
        error.retryable = retryable;
        error
    }

    /// An answer with `status` that cannot be read; `what` says why. A status that is a limit's is
    /// enough to know that it is one.
    #[must_use]
    pub fn bad_response(status: u16, what: impl Into<String>) -> Self {
        let (kind, retryable) = portal::classify_status(status);
        let is_limit = kind == ErrorKind::Limit;
        let code = if is_limit { code::QUERY_LIMIT_EXCEEDED } else { code::BAD_RESPONSE };
        let mut error = Self::new(kind, code, what);
        error.status = Some(status);
        error.retryable = retryable;
        error
    }

    /// An answer that has more than `most` bytes, which is as many as may be.
    #[must_use]
    pub fn too_large(most: usize) -> Self {
        let message =
            format!("The portal's answer is larger than the {most} bytes of `limits.maxResponseBytes`");
        Self::new(ErrorKind::Response, code::RESPONSE_TOO_LARGE, message)
    }

    /// The portal's answer has more users than can have been asked for.
    #[must_use]
    pub fn too_many_users(most: usize) -> Self {
        Self::new(
            ErrorKind::Response,
            code::RESPONSE_TOO_LARGE,
            format!("The portal's answer has more than {most} users"),
        )
    }

    /// The whole call took longer than its deadline.
    #[must_use]
    pub fn deadline_exceeded() -> Self {
        Self::new(ErrorKind::Timeout, code::DEADLINE_EXCEEDED, "The call took longer than its deadline")
    }

    /// No request was sent: one of the portal's limits, known by `code`, does not allow it in time.
    #[must_use]
    pub fn limit(code: &str) -> Self {
        let message = "The portal's limits allow no request in time";
        let mut error = Self::new(ErrorKind::Limit, code, message);
        error.retryable = true;
        error
    }

    /// The same error, caused by something caught.
    #[must_use]
    pub fn caused_by(mut self, cause: Cause) -> Self {
        self.cause = Some(cause);
        self
    }

    /// The same error, told of the REST method and the user ids of the request that failed.
    #[must_use]
    pub fn about(mut self, method: &str, ids: &[UserId]) -> Self {
        self.method = Some(method.into());
        self.ids = ids.into();
        self
    }

    /// The same error, of these ids of the failed request; nothing was asked for if no request was sent.
    #[must_use]
    pub fn with_ids(mut self, ids: &[UserId]) -> Self {
        if self.method.is_some() {
            self.ids = ids.into();
        }
        self
    }

    /// The same error with every occurrence of `secret` in its texts blotted out.
    #[must_use]
    pub fn without(mut self, secret: &Secret) -> Self {
        self.code = secret.scrub(&self.code);
        self.message = secret.scrub(&self.message);
        self.method = self.method.take().map(|method| secret.scrub(&method));
        if let Some(cause) = &mut self.cause {
            cause.name = secret.scrub(&cause.name);
            cause.message = secret.scrub(&cause.message);
        }
        self
    }
}

impl Deref for Error {
    type Target = ErrorInfo;

    fn deref(&self) -> &ErrorInfo {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut ErrorInfo {
        &mut self.0
    }
}
