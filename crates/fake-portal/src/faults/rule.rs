//! One rule: a fault and the circumstances it waits for.

use crate::{
    Millis,
    php::{Array, Value},
    rest::system_error,
};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// What can be a status of a whole answer.
const STATUSES: RangeInclusive<u16> = 200..=599;

/// A fault and when it strikes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// What goes wrong.
    #[serde(flatten)]
    pub fault: Fault,
    /// And when.
    #[serde(flatten)]
    pub when: When,
}

/// What can go wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Fault {
    /// The answer comes later.
    Delay {
        /// By so much.
        ms: Millis,
    },
    /// No answer ever comes.
    Hang,
    /// The connection is closed without an answer.
    Reset,
    /// The answer breaks off.
    Truncate {
        /// After so many bytes of its body.
        bytes: usize,
    },
    /// A page of the web server instead of an answer.
    Html {
        /// Its status.
        status: u16,
        /// Whether other origins may read it.
        #[serde(default = "yes")]
        cors: bool,
    },
    /// The portal has moved: status 302.
    Redirect {
        /// The origin it moved to; one that does not exist unless said.
        #[serde(default = "moved")]
        to: String,
        /// Whether other origins may follow.
        #[serde(default = "yes")]
        cors: bool,
    },
    /// An error answer of the REST server.
    Error(ErrorFault),
    /// A body of no bytes.
    Empty {
        /// Its status.
        #[serde(default = "ok")]
        status: u16,
        /// Whether other origins may read it.
        #[serde(default = "yes")]
        cors: bool,
    },
}

/// An error answer. A known code implies the server's status and words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorFault {
    /// The `error` of the answer: mostly a string, on old portals a number too.
    pub code: Value,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The `error_description`.
    pub description: Option<String>,
    /// Whatever else the answer says, as a map: `sessid`, `argument`.
    #[serde(default = "nothing")]
    pub extra: Value,
    /// Whether other origins may read it.
    #[serde(default = "yes")]
    pub cors: bool,
}

/// When a rule's fault strikes: at requests that fit, counted from the first that fitted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct When {
    /// Only calls of this REST method, those within a batch included.
    pub method: Option<String>,
    /// Only calls that ask for one of these people, those within a batch included.
    pub ids: Vec<u64>,
    /// So many that fit are let through first.
    pub after: u64,
    /// Of the rest, each so-many-th.
    pub every: u64,
    /// Of those, this share, by chance that depends on the portal's seed only.
    pub probability: f64,
    /// Of those, so many and no more.
    pub times: Option<u64>,
}

impl Default for When {
    fn default() -> Self {
        Self { method: None, ids: Vec::new(), after: 0, every: 1, probability: 1.0, times: None }
    }
}

impl Rule {
    /// Why this is no rule that could be followed, if it is none.
    ///
    /// # Errors
    ///
    /// A status that HTTP does not have, or numbers that no request could fit.
    pub fn check(&self) -> Result<(), &'static str> {
        let status = match &self.fault {
            Fault::Html { status, .. } | Fault::Empty { status, .. } => *status,
            Fault::Error(error) => error.status(),
            _ => 200,
        };
        if !STATUSES.contains(&status) {
            Err("`status` must be from 200 to 599")
        } else if self.when.every == 0 {
            Err("`every` must be at least 1")
        } else if !(0.0..=1.0).contains(&self.when.probability) {
            Err("`probability` must be from 0 to 1")
        } else {
            Ok(())
        }
    }
}

impl ErrorFault {
    /// The status given, or the one that goes with the code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.or_else(|| Some(self.known()?.status)).unwrap_or(400)
    }

    /// The words given, or those that go with the code.
    fn description(&self) -> &str {
        self.description.as_deref().or_else(|| Some(self.known()?.description)).unwrap_or_default()
    }

    /// What the answer says, in the server's order.
    #[must_use]
    pub fn body(&self) -> Array {
        let mut body =
            Array::from([("error", self.code.clone()), ("error_description", self.description().into())]);
        if let Value::Array(extra) = &self.extra {
            body.replace(extra.clone());
        }
        body
    }

    fn known(&self) -> Option<system_error::SystemError> {
        system_error::find(self.code.as_str()?, self.status)
    }
}

impl Fault {
    /// Its name, as in a rule's `kind`.
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

fn yes() -> bool {
    true
}

fn nothing() -> Value {
    Array::default().into()
}

fn ok() -> u16 {
    200
}

/// A host that no name server knows.
fn moved() -> String {
    "https://moved.invalid".into()
}
