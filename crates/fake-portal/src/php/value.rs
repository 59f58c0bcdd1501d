//! PHP values.

use super::Array;

/// A PHP value of one of the types that occur in requests and responses.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A 64-bit integer.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A string, which must be UTF-8. PHP also permits other bytes, which are not supported here.
    String(String),
    /// An array, which is both PHP's list and PHP's map.
    Array(Array),
    /// An object without public properties, such as a date that the server fails to format.
    Object,
}

/// PHP's `TypeError`. The REST server does not catch this error, so the response has HTTP status
/// 500 and no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhpTypeError(pub &'static str);

impl Value {
    /// Casts the value to a boolean, as PHP does.
    #[must_use]
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::String(string) => !matches!(&**string, "" | "0"),
            Self::Array(array) => !array.is_empty(),
            Self::Object => true,
        }
    }

    /// The string; `None` if the value is not a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(string) => Some(string),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

/// Like PHP, uses a float for an integer beyond the signed 64-bit range.
impl From<u64> for Value {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(|_| Self::Float(u64_to_f64(value)), Self::Int)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::String(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<Array> for Value {
    fn from(value: Array) -> Self {
        Self::Array(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Rounds to the nearest float, as PHP does.
#[expect(clippy::cast_precision_loss)]
fn u64_to_f64(value: u64) -> f64 {
    value as f64
}
