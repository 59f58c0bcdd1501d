//! The errors of calls of methods.

use crate::{
    faults::{ErrorFault, Fault},
    php::{Array, PhpTypeError},
    rest::system_error,
};
use std::borrow::Cow;

/// Why a call has no result.
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
    /// The error response of a fault rule.
    Configured(Box<ErrorFault>),
    /// A PHP error. The REST server does not catch PHP errors, so the whole request fails.
    PhpError(PhpTypeError),
    /// The front end aborted the request because the request took too long.
    TimedOut,
    /// A fault that is not an error response. It replaces the response to the whole request.
    Injected(Box<Fault>),
}

impl CallError {
    /// An error that a method reports.
    pub(crate) const fn method_error(
        status: u16,
        error: &'static str,
        description: &'static str,
    ) -> Self {
        Self::Rest { status, error, description }
    }

    /// An error that any call can have. Panics if `code` is not in the table of system errors.
    pub(crate) fn system_error(code: &str) -> Self {
        let system_error::SystemError { code, status, description } =
            system_error::find_by_code(code, None).expect("a code in the table");
        Self::Rest { status, error: code, description }
    }

    /// The JSON object of the error, in an error response or in the result of a batch. `None` if
    /// the error makes the whole request fail without a JSON response.
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

    /// The `error` of the response; `None` if the response has none.
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
