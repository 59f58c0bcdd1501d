//! A PHP value.

use super::Array;

/// A value of one of the types that requests and answers are made of.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer of 64 bits.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A string; PHP's are bytes, but all that matter here are text.
    String(String),
    /// An array, which is PHP's list and map alike.
    Array(Array),
    /// An object without public properties: a date that nobody turned into text.
    Object,
}

/// PHP's `TypeError`: no exception that the REST server catches, so the client gets a bare HTTP 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeError(pub &'static str);

impl Value {
    /// PHP's cast to a boolean.
    #[must_use]
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::String(text) => !matches!(&**text, "" | "0"),
            Self::Array(array) => !array.is_empty(),
            Self::Object => true,
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
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

/// An id or a count: beyond 64 bits with a sign PHP has only floats.
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

/// Rounding is the point: it is what PHP does.
#[expect(clippy::cast_precision_loss)]
fn u64_to_f64(value: u64) -> f64 {
    value as f64
}
