//! The errors of calls.

use crate::{
    faults::{ErrorFault, Fault},
    php::{Array, PhpTypeError},
    rest::system_error,
};
use std::borrow::Cow;

/// The reason why a call has no result.
#[derive(Debug, Clone, PartialEq)]
pub enum CallError {
    /// An exception that the REST server converts to an error response.
    Rest {
        /// The HTTP status.
        status: u16,
        /// The `error` of the response.
        error: &'static str,
        /// The `error_description` of the response.
        description: &'static str,
    },
    /// An error response from a fault rule.
    Configured(Box<ErrorFault>),
    /// A PHP error. The REST server does not catch PHP errors, so the request fails.
    PhpError(PhpTypeError),
    /// The front end aborted the request because it took too long.
    TimedOut,
    /// A fault rule's fault that replaces the response of the request.
    Injected(Box<Fault>),
}

impl CallError {
    /// An error of a method.
    pub(crate) const fn method(
        status: u16,
        error: &'static str,
        description: &'static str,
    ) -> Self {
        Self::Rest { status, error, description }
    }

    /// An error that any call can have.
    pub(crate) fn system(code: &str) -> Self {
        let system_error::SystemError { code, status, description } =
            system_error::find_by_code(code, None).expect("a code in the table");
        Self::Rest { status, error: code, description }
    }

    /// The body of the error response, or the error of a command in a batch. `None` if the complete
    /// request fails without a REST response.
    #[must_use]
    pub fn body(&self) -> Option<Array> {
        match self {
            Self::Rest { error, description, .. } => {
                Some(Array::from([("error", *error), ("error_description", *description)]))
            }
            Self::Configured(error) => Some(error.body()),
            Self::PhpError(_) | Self::TimedOut | Self::Injected(_) => None,
        }
    }

    /// The `error` of the response, if it has one.
    #[must_use]
    pub fn code(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::Rest { error, .. } => Some(Cow::Borrowed(error)),
            Self::Configured(error) => Some(error.code.as_str().map_or_else(
                || crate::php::json_encode(&error.code).into(),
                |code| code.to_owned().into(),
            )),
            Self::PhpError(_) | Self::TimedOut | Self::Injected(_) => None,
        }
    }
}

impl From<PhpTypeError> for CallError {
    fn from(error: PhpTypeError) -> Self {
        Self::PhpError(error)
    }
}
