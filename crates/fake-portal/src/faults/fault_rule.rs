//! A fault rule: a fault and its conditions.

use crate::{
    Millis,
    php::{Array, Value},
    rest::system_error,
};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// The statuses of a final HTTP response.
const VALID_STATUSES: RangeInclusive<u16> = 200..=599;

/// A fault and its conditions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FaultRule {
    /// The fault.
    #[serde(flatten)]
    pub fault: Fault,
    /// The conditions under which the fault is injected.
    #[serde(flatten)]
    pub conditions: FaultConditions,
}

/// A fault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Fault {
    /// The response is delayed.
    Delay {
        /// The delay in milliseconds.
        ms: Millis,
    },
    /// No response is sent.
    Hang,
    /// The connection is closed without a response.
    Reset,
    /// The body is truncated.
    Truncate {
        /// The number of body bytes that are sent.
        bytes: usize,
    },
    /// An HTML page of the web server in place of the REST response.
    Html {
        /// The HTTP status.
        status: u16,
        /// Whether pages of other origins may read the response.
        #[serde(default = "default_true")]
        cors: bool,
    },
    /// A redirect to another origin, with status 302.
    Redirect {
        /// The new origin. The default cannot be resolved.
        #[serde(default = "unresolvable_origin")]
        to: String,
        /// Whether pages of other origins may follow the redirect.
        #[serde(default = "default_true")]
        cors: bool,
    },
    /// An error response of the REST server.
    Error(ErrorFault),
    /// A response without a body.
    Empty {
        /// The HTTP status.
        #[serde(default = "status_ok")]
        status: u16,
        /// Whether pages of other origins may read the response.
        #[serde(default = "default_true")]
        cors: bool,
    },
}

/// An error response. Known codes imply the server's status and description.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorFault {
    /// The `error`: usually a string, on old portals also a number.
    pub code: Value,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The `error_description`.
    pub description: Option<String>,
    /// Additional keys of the response, such as `sessid` or `argument`.
    #[serde(default = "empty_array")]
    pub extra: Value,
    /// Whether pages of other origins may read the response.
    #[serde(default = "default_true")]
    pub cors: bool,
}

/// The conditions of a fault. `after`, `every` and `times` count matching requests and commands
/// only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FaultConditions {
    /// The REST method of a call, or of a command in a batch.
    pub method: Option<String>,
    /// Ids of which the call, or a command in a batch, must request at least one.
    pub ids: Vec<u64>,
    /// The number of matches to skip first.
    pub after: u64,
    /// Injects the fault on every n-th of the remaining matches.
    pub every: u64,
    /// The probability of an injection, drawn from the portal's seed.
    pub probability: f64,
    /// The maximum number of injections.
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
    /// An invalid HTTP status, `every` of 0, or a `probability` outside 0 to 1.
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
    /// The configured status, or the default of the code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.or_else(|| Some(self.known_error()?.status)).unwrap_or(400)
    }

    /// The configured description, or the default of the code.
    fn description(&self) -> &str {
        self.description
            .as_deref()
            .or_else(|| Some(self.known_error()?.description))
            .unwrap_or_default()
    }

    /// The body of the response, in the server's order of keys.
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
    /// The name of the kind, as in a rule's `kind`.
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
