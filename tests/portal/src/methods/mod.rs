//! The REST methods, one file each.

mod im_user_get;
mod im_user_list_get;
mod user_object;

use crate::{
    Portal,
    php::{Array, TypeError, Value},
};

/// One call of a method by a user whom the portal has let in.
#[derive(Debug)]
pub struct Call<'a> {
    /// The portal that was called.
    pub portal: &'a Portal,
    /// The user who called.
    pub caller: u64,
    /// The parameters, their top-level names in capitals.
    pub params: Array,
}

/// What a method found.
#[derive(Debug)]
pub struct Reply {
    /// The `result` of the answer.
    pub result: Value,
    /// How many different ids were asked for.
    pub ids: usize,
}

/// Why a call got no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// A PHP error, which it does not catch.
    Fatal(TypeError),
}

impl Failure {
    /// The `error` of the answer, if it has one.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Rest { error, .. } => Some(error),
            Self::Fatal(_) => None,
        }
    }
}

impl From<TypeError> for Failure {
    fn from(error: TypeError) -> Self {
        Self::Fatal(error)
    }
}

/// A REST method.
pub type Method = fn(&Call<'_>) -> Result<Reply, Failure>;

/// The method of that name, which is in lower case.
#[must_use]
pub fn find(name: &str) -> Option<Method> {
    match name {
        "im.user.get" => Some(im_user_get::call),
        "im.user.list.get" => Some(im_user_list_get::call),
        _ => None,
    }
}
