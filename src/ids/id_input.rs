use serde::{Serialize, Serializer};

use super::user_id::UserId;
use crate::text::{quote, truncate};

/// Maximum number of characters that an error message shows of an invalid entry.
const MAX_SHOWN_CHARS: usize = 24;

/// One entry of the ids, as the caller passed it.
#[derive(Clone, Debug, PartialEq)]
pub enum IdInput {
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// A value of another type. The string names the type: `null`, `an array`, ...
    Other(&'static str),
}

impl IdInput {
    /// The user id that the entry means; `None` if the entry is invalid.
    #[must_use]
    pub fn to_user_id(&self) -> Option<UserId> {
        match self {
            Self::Number(number) => UserId::from_f64(*number),
            Self::Text(text) => UserId::from_digits(text),
            Self::Other(_) => None,
        }
    }

    /// Describes the entry for an error message. Long strings are truncated. `redact` removes
    /// secrets from strings, and `format_number` formats numbers.
    #[must_use]
    pub fn describe(
        &self,
        redact: &dyn Fn(&str) -> String,
        format_number: fn(f64) -> String,
    ) -> String {
        match self {
            Self::Number(number) => format_number(*number),
            // Redacted before it is truncated, because a part of a token is secret too.
            Self::Text(text) => truncate(quote(&redact(text)), MAX_SHOWN_CHARS),
            Self::Other(type_name) => (*type_name).into(),
        }
    }
}

impl Serialize for IdInput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Other(type_name) => serializer.serialize_str(type_name),
        }
    }
}
