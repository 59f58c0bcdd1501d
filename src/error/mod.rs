//! Errors as data: their code, their kind, and their classification for the layers above.
//!
//! Not here: the reactions to an error, such as retries (`rest`), and redaction (`auth`).

mod classify;
pub mod code;
mod invalid_input;
mod kind;

use std::ops::Deref;

use serde::{Serialize, Serializer};

use crate::ids::UserId;
use crate::time::Millis;
use classify::{Condition, Origin, classify};

pub use kind::ErrorKind;

/// The result of every fallible function of this crate.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// The data of an error.
///
/// No string in it contains a token or the code of a webhook.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ErrorInfo {
    /// A stable code: the portal's own code (`expired_token`, `QUERY_LIMIT_EXCEEDED`, ...), or a
    /// code of this library (`INVALID_ID`, ...). Portals may send codes that are not listed.
    #[cfg_attr(feature = "types", ts(type = "B24ErrorCode | (string & {})"))]
    pub code: String,
    /// The kind of failure.
    pub kind: ErrorKind,
    /// The HTTP status of the response; `null` if no response arrived.
    pub status: Option<u16>,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// Milliseconds until the portal's limits allow the same request again; `null` if unknown.
    #[serde(serialize_with = "finite_or_null")]
    pub retry_after_ms: Option<f64>,
    /// The REST method that failed, or could not be called in time; `null` if there is none.
    pub method: Option<String>,
    /// The user ids of that call of the method; empty if it has none.
    pub ids: Vec<UserId>,
    /// A description of the error for people. If it comes from the portal, it may be in the
    /// portal's language.
    #[cfg_attr(feature = "types", ts(skip))]
    pub message: String,
    /// The caught error that caused this error; `null` if there is none.
    #[cfg_attr(feature = "types", ts(skip))]
    pub cause: Option<Cause>,
    #[serde(skip)]
    #[cfg_attr(feature = "types", ts(skip))]
    condition: Condition,
}

/// The name and message of a caught error, such as a `TypeError` that `fetch` threw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// The name of the caught error.
    pub name: String,
    /// The message of the caught error.
    pub message: String,
}

/// An error of this crate. It dereferences to its data, which is boxed to keep results small.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[serde(transparent)]
#[error("{} ({})", .0.message, .0.code)]
pub struct Error(Box<ErrorInfo>);

/// Serializes a wait of `ms` milliseconds; an infinite wait as `null`, which means unknown. A wait
/// is infinite if the difference of a portal's times overflows.
#[expect(clippy::ref_option, reason = "serde's signature")]
fn finite_or_null<S: Serializer>(
    ms: &Option<f64>,
    serializer: S,
) -> core::result::Result<S::Ok, S::Error> {
    ms.filter(|ms| ms.is_finite()).serialize(serializer)
}

impl ErrorInfo {
    /// The time until the portal's limits allow the same request again; `None` if unknown.
    #[must_use]
    pub fn retry_after(&self) -> Option<Millis> {
        self.retry_after_ms.map(Millis::new)
    }
}

impl Deref for Error {
    type Target = ErrorInfo;

    fn deref(&self) -> &ErrorInfo {
        &self.0
    }
}

/// Constructors.
impl Error {
    /// An error that this library detects, with one of the codes in [`code`].
    #[must_use]
    pub fn new(kind: ErrorKind, code: &str, message: impl Into<String>) -> Self {
        Self::build(Origin::Library(kind), code, None, message.into())
    }

    /// An error that the portal reports with `code` and `description`, either of which may be
    /// empty.
    #[must_use]
    pub fn from_portal(code: &str, description: &str, status: u16) -> Self {
        let code = if code.is_empty() { code::PORTAL_ERROR } else { code };
        let description =
            if description.is_empty() { "The portal reported an error" } else { description };
        Self::build(Origin::Portal(status), code, Some(status), description.into())
    }

    /// The error of a response that cannot be read, for the reason `message`. The code is
    /// `BAD_RESPONSE`. With the HTTP status 429, the error is a limit: `QUERY_LIMIT_EXCEEDED`.
    #[must_use]
    pub fn bad_response(status: u16, message: impl Into<String>) -> Self {
        let is_limit = status == 429;
        let code = if is_limit { code::QUERY_LIMIT_EXCEEDED } else { code::BAD_RESPONSE };
        Self::build(Origin::Unreadable(status), code, Some(status), message.into())
    }

    /// The error of a response that has more than `max_bytes` bytes.
    #[must_use]
    pub fn response_too_large(max_bytes: usize) -> Self {
        let message = format!(
            "The portal's response is larger than the {max_bytes} bytes of `limits.maxResponseBytes`"
        );
        Self::new(ErrorKind::Response, code::RESPONSE_TOO_LARGE, message)
    }

    /// The error of a response that has more than `max_users` users. No request asks for so many.
    #[must_use]
    pub fn too_many_users(max_users: usize) -> Self {
        let message = format!("The portal's response has more than {max_users} users");
        Self::new(ErrorKind::Response, code::RESPONSE_TOO_LARGE, message)
    }

    /// The error `TOKEN_UNAVAILABLE`, because `getToken` threw or did not return in time.
    #[must_use]
    pub fn token_unavailable(message: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Auth, code::TOKEN_UNAVAILABLE, message);
        error.mark_retryable();
        error
    }

    /// The error of a call that cannot send its next request before its deadline, because of a
    /// limit of the portal. `code` is the error code of the limit.
    #[must_use]
    pub fn limited_until_deadline(code: &str) -> Self {
        Self::new(
            ErrorKind::Limit,
            code,
            "The portal's limits allow no request before the deadline",
        )
    }

    fn build(origin: Origin, code: &str, status: Option<u16>, message: String) -> Self {
        let class = classify(code, origin);
        Self(Box::new(ErrorInfo {
            code: code.into(),
            kind: class.kind,
            status,
            retryable: class.retryable,
            retry_after_ms: None,
            method: None,
            ids: Vec::new(),
            message,
            cause: None,
            condition: class.condition,
        }))
    }
}

/// Methods by which the layers above add details to an error.
impl Error {
    /// Adds the caught error that caused this error.
    #[must_use]
    pub fn caused_by(mut self, cause: Cause) -> Self {
        self.0.cause = Some(cause);
        self
    }

    /// Adds the REST method and the user ids of the failed request.
    #[must_use]
    pub fn for_request(mut self, method: &str, ids: &[UserId]) -> Self {
        self.0.method = Some(method.into());
        self.0.ids = ids.into();
        self
    }

    /// Replaces the error's ids by `ids`. If no request was sent, the error stays without ids.
    #[must_use]
    pub fn with_ids(mut self, ids: &[UserId]) -> Self {
        if self.method.is_some() {
            self.0.ids = ids.into();
        }
        self
    }

    /// Adds the number of users that had arrived, and the `total`, to the message of a
    /// `DEADLINE_EXCEEDED` error. Returns other errors unchanged.
    #[must_use]
    pub fn with_progress(mut self, arrived: usize, total: usize) -> Self {
        if self.code == code::DEADLINE_EXCEEDED {
            self.0.message = format!("{}: {arrived} of {total} users had arrived", self.message);
        }
        self
    }

    /// Adds the HTTP status of the response in which the error was found.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Sets the time until the portal's limits allow the request again; `None` if unknown.
    pub fn set_retry_after(&mut self, span: Option<Millis>) {
        self.0.retry_after_ms = span.map(Millis::get);
    }

    /// Marks the error as retryable: the same call may succeed later.
    pub fn mark_retryable(&mut self) {
        self.0.retryable = true;
    }

    /// Turns the error of an unreadable response into a throttling error. Called if the response is
    /// a page by which the portal's front end reports throttling.
    #[must_use]
    pub fn into_throttled(mut self) -> Self {
        let class = classify(code::QUERY_LIMIT_EXCEEDED, Origin::Library(ErrorKind::Limit));
        self.0.code = code::QUERY_LIMIT_EXCEEDED.into();
        (self.0.kind, self.0.retryable) = (class.kind, class.retryable);
        self.0.condition = class.condition;
        self
    }

    /// Turns the first failure of a call into the error `PARTIAL_RESULT`, which represents all
    /// failures of the call. `ids` are all failed ids.
    #[must_use]
    pub fn into_partial_result_error(
        self,
        ids: &[UserId],
        retryable: bool,
        retry_after: Option<Millis>,
    ) -> Self {
        let mut error = self.with_ids(ids);
        error.0.retryable = retryable;
        error.set_retry_after(retry_after);
        error.0.message = format!("{} users could not be fetched: {}", ids.len(), error.message);
        error.0.code = code::PARTIAL_RESULT.into();
        error
    }

    /// Applies `replace` to every string of the error.
    #[must_use]
    pub fn map_strings(mut self, replace: &dyn Fn(&str) -> String) -> Self {
        let info = &mut *self.0;
        info.code = replace(&info.code);
        info.message = replace(&info.message);
        info.method = info.method.as_deref().map(replace);
        if let Some(cause) = &mut info.cause {
            cause.name = replace(&cause.name);
            cause.message = replace(&cause.message);
        }
        self
    }
}
