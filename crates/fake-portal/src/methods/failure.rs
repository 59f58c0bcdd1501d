//! Why a call got no result.

use crate::{
    faults::{ErrorFault, Fault},
    php::{Array, TypeError},
    rest::system_error,
};
use std::borrow::Cow;

/// Why a call got no result.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// An exception that the REST server turns into an error answer.
    Rest {
        /// The HTTP status.
        status: u16,
        /// The `error` of the answer.
        error: &'static str,
        /// Its `error_description`.
        description: &'static str,
    },
    /// An error answer that was ordered.
    Ordered(Box<ErrorFault>),
    /// A PHP error, which the REST server does not catch: it is the end of the whole request.
    Fatal(TypeError),
    /// It took so long that the front end cut the whole request.
    Cut,
    /// Ordered trouble for the whole request.
    Struck(Box<Fault>),
}

impl Failure {
    /// A refusal by the method itself.
    pub(crate) const fn of_method(status: u16, error: &'static str, description: &'static str) -> Self {
        Self::Rest { status, error, description }
    }

    /// One of the errors that any call can meet.
    pub(crate) fn system(code: &str) -> Self {
        let system_error::SystemError { code, status, description } =
            system_error::find(code, None).expect("a code in the table");
        Self::Rest { status, error: code, description }
    }

    /// What the error answer says; within a batch it is all that is left of the failure. None if the whole request
    /// is lost.
    #[must_use]
    pub fn body(&self) -> Option<Array> {
        match self {
            Self::Rest { error, description, .. } => {
                Some(Array::from([("error", *error), ("error_description", *description)]))
            }
            Self::Ordered(error) => Some(error.body()),
            Self::Fatal(_) | Self::Cut | Self::Struck(_) => None,
        }
    }

    /// The `error` of the answer, if it has one.
    #[must_use]
    pub fn code(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::Rest { error, .. } => Some(Cow::Borrowed(error)),
            Self::Ordered(error) => Some(
                error
                    .code
                    .as_str()
                    .map_or_else(|| crate::php::encode(&error.code).into(), |code| code.to_owned().into()),
            ),
            Self::Fatal(_) | Self::Cut | Self::Struck(_) => None,
        }
    }
}

impl From<TypeError> for Failure {
    fn from(error: TypeError) -> Self {
        Self::Fatal(error)
    }
}
