//! A fault rule: a fault, and the conditions under which it is injected.

use crate::{
    Millis,
    php::{Array, Value},
    rest::system_error,
};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// The HTTP statuses that a fault can have. An informational status (1xx) would not end a response.
const VALID_STATUSES: RangeInclusive<u16> = 200..=599;

/// A fault, and the conditions under which it is injected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FaultRule {
    /// The fault.
    #[serde(flatten)]
    pub fault: Fault,
    /// The conditions under which the fault is injected.
    #[serde(flatten)]
    pub conditions: FaultConditions,
}

/// A fault that can be injected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Fault {
    /// The response is delayed.
    Delay {
        /// The delay in milliseconds.
        ms: Millis,
    },
    /// No response is sent, and the connection stays open.
    Hang,
    /// The connection is closed without a response.
    Reset,
    /// The body of the response is truncated.
    Truncate {
        /// The number of bytes of the body that are sent.
        bytes: usize,
    },
    /// An HTML page of the web server is sent instead of the REST response.
    Html {
        /// The HTTP status.
        status: u16,
        /// Whether pages of other origins may read the response.
        #[serde(default = "default_true")]
        cors: bool,
    },
    /// A redirect to another origin is sent, with HTTP status 302.
    Redirect {
        /// The new origin. The default is a host name that cannot be resolved.
        #[serde(default = "unresolvable_origin")]
        to: String,
        /// Whether pages of other origins may follow the redirect.
        #[serde(default = "default_true")]
        cors: bool,
    },
    /// An error response of the REST server is sent.
    Error(ErrorFault),
    /// A response without a body is sent.
    Empty {
        /// The HTTP status.
        #[serde(default = "status_ok")]
        status: u16,
        /// Whether pages of other origins may read the response.
        #[serde(default = "default_true")]
        cors: bool,
    },
}

/// An error response. For a code that the real server uses, `status` and `description` default to
/// the values of the real server; for any other code, to 400 and an empty string.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorFault {
    /// The `error` of the response. It is usually a string. On old portals, it may be a number.
    pub code: Value,
    /// The HTTP status; `None` for the default of the code.
    pub status: Option<u16>,
    /// The `error_description` of the response; `None` for the default of the code.
    pub description: Option<String>,
    /// Additional keys of the response, such as `sessid` or `argument`.
    #[serde(default = "empty_array")]
    pub extra: Value,
    /// Whether pages of other origins may read the response.
    #[serde(default = "default_true")]
    pub cors: bool,
}

/// The conditions under which a fault is injected. `method` and `ids` determine which requests, and
/// which commands of batches, match. If neither is set, all requests match, and no commands. The
/// other conditions select some of these matches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FaultConditions {
    /// The REST method of the call, or of the command in a batch; `None` for any method.
    pub method: Option<String>,
    /// The call or command must request at least one of these ids. If empty, any ids match.
    pub ids: Vec<u64>,
    /// The number of matches to skip before the first injection.
    pub after: u64,
    /// The fault is injected on every n-th match after the skipped ones. 1 means every match.
    pub every: u64,
    /// The probability, from 0 to 1, that the fault is injected on a match that `after` and `every`
    /// select. The random numbers depend on the portal's seed.
    pub probability: f64,
    /// Maximum number of injections; `None` for no maximum.
    pub times: Option<u64>,
}

impl Default for FaultConditions {
    fn default() -> Self {
        Self { method: None, ids: Vec::new(), after: 0, every: 1, probability: 1.0, times: None }
    }
}

impl FaultRule {
    /// Checks the values.
    ///
    /// # Errors
    ///
    /// The HTTP status is not from 200 to 599, `every` is 0, or `probability` is not from 0 to 1.
    pub fn validate(&self) -> Result<(), &'static str> {
        let status = match &self.fault {
            Fault::Html { status, .. } | Fault::Empty { status, .. } => *status,
            Fault::Error(error) => error.status(),
            _ => 200,
        };
        if !VALID_STATUSES.contains(&status) {
            Err("`status` must be from 200 to 599")
        } else if self.conditions.every == 0 {
            Err("`every` must be at least 1")
        } else if !(0.0..=1.0).contains(&self.conditions.probability) {
            Err("`probability` must be from 0 to 1")
        } else {
            Ok(())
        }
    }
}

impl ErrorFault {
    /// The configured HTTP status or, if there is none, the default status of the error code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.or_else(|| Some(self.known_error()?.status)).unwrap_or(400)
    }

    /// The configured description or, if there is none, the default description of the error code.
    fn description(&self) -> &str {
        self.description
            .as_deref()
            .or_else(|| Some(self.known_error()?.description))
            .unwrap_or_default()
    }

    /// The body of the response, with its keys in the server's order.
    #[must_use]
    pub fn body(&self) -> Array {
        let mut body = Array::from([
            ("error", self.code.clone()),
            ("error_description", self.description().into()),
        ]);
        if let Value::Array(extra) = &self.extra {
            body.replace(extra.clone());
        }
        body
    }

    fn known_error(&self) -> Option<system_error::SystemError> {
        system_error::find_by_code(self.code.as_str()?, self.status)
    }
}

impl Fault {
    /// The name of the fault, as in the field `kind` of a rule.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Delay { .. } => "delay",
            Self::Hang => "hang",
            Self::Reset => "reset",
            Self::Truncate { .. } => "truncate",
            Self::Html { .. } => "html",
            Self::Redirect { .. } => "redirect",
            Self::Error(_) => "error",
            Self::Empty { .. } => "empty",
        }
    }
}

fn default_true() -> bool {
    true
}

fn empty_array() -> Value {
    Array::default().into()
}

fn status_ok() -> u16 {
    200
}

/// A reserved host name that never resolves.
fn unresolvable_origin() -> String {
    "https://moved.invalid".into()
}
