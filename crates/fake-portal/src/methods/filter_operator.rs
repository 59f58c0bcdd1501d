//! The operators of filters. They compare a field with an operand, as the server's database does.

use super::sql_like::matches_like;
use crate::{
    Millis,
    php::{Value, intval, json_encode},
    timestamp::parse_iso8601,
};

/// An operator, which is the prefix of a field's name in a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FilterOperator {
    /// No prefix, `=%` or `%=`: SQL's `LIKE`, in which `%` and `_` are wildcards.
    Like,
    /// `!`
    NotLike,
    /// `=`
    Equal,
    /// `!=`: the only negated operator that matches a missing value.
    NotEqual,
    /// `%`
    Contains,
    /// `!%`
    NotContains,
    /// `@`
    In,
    /// `!@`
    NotIn,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `><`
    Between,
    /// `==`, which the server supports only for numbers.
    Identical,
}

/// The operand of a condition: one string or a list of strings, in lower case.
#[derive(Debug)]
pub(super) enum Operand {
    One(String),
    List(Vec<String>),
}

impl Operand {
    /// Casts a value to a string as PHP does. If the value is an array, casts each of its values.
    pub(super) fn new(value: &Value) -> Self {
        match value {
            Value::Array(list) => Self::List(list.values().map(cast_to_string).collect()),
            single => Self::One(cast_to_string(single)),
        }
    }

    fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::List(values) => values,
        }
    }

    /// Whether the operand is an empty string. With it, some operators match missing values.
    fn is_empty(&self) -> bool {
        matches!(self, Self::One(value) if value.is_empty())
    }
}

fn cast_to_string(value: &Value) -> String {
    match value {
        Value::String(string) => string.to_lowercase(),
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "1".into(),
        other => json_encode(other),
    }
}

impl FilterOperator {
    /// Parses a prefix; `None` if there is no such operator.
    pub(super) fn parse(prefix: &str) -> Option<Self> {
        Some(match prefix {
            "" | "=%" | "%=" => Self::Like,
            "!" => Self::NotLike,
            "=" => Self::Equal,
            "!=" => Self::NotEqual,
            // Simplified: the logic of `?` and the full-text search of `*` are not implemented.
            "%" | "?" | "*" | "*=" | "*%" => Self::Contains,
            "!%" => Self::NotContains,
            "@" => Self::In,
            "!@" => Self::NotIn,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            "><" => Self::Between,
            "==" => Self::Identical,
            _ => return None,
        })
    }

    /// Whether a field with this value matches the operand of a filter. Ignores case, as the
    /// database does. `==` matches any value. `value` is `None` if the user lacks the field.
    pub(super) fn matches_string(self, value: Option<&str>, operand: &Operand) -> bool {
        let value = value.map(str::to_lowercase);
        let is_missing = value.as_deref().is_none_or(str::is_empty);
        match self {
            Self::Like | Self::Equal | Self::Contains if operand.is_empty() => return is_missing,
            Self::NotLike | Self::NotEqual | Self::NotContains if operand.is_empty() => {
                return !is_missing;
            }
            Self::Identical => return true,
            _ => {}
        }
        // Other comparisons with SQL's `NULL` are false.
        let Some(value) = value else { return self == Self::NotEqual };
        let like = |operand: &String| matches_like(&value, operand);
        let contains = |operand: &String| value.contains(&**operand);
        match self {
            // For `LIKE`, an empty list is the same as an empty string.
            Self::Like if operand.values().is_empty() => value.is_empty(),
            Self::NotLike if operand.values().is_empty() => !value.is_empty(),
            Self::Like => operand.values().iter().any(like),
            Self::NotLike => !operand.values().iter().any(like),
            Self::Contains => operand.values().is_empty() || operand.values().iter().any(contains),
            Self::NotContains => {
                !operand.values().is_empty() && !operand.values().iter().any(contains)
            }
            _ => self.matches(&value, operand.values()),
        }
    }

    /// Whether an id matches the operand. An id is never missing.
    pub(super) fn matches_id(self, value: i64, operand: &Operand) -> bool {
        let numbers: Vec<i64> =
            operand.values().iter().filter_map(|operand| operand.parse().ok()).collect();
        self.matches(&value, &numbers)
    }

    /// Whether a timestamp matches the operand. An operand that is not a date never matches.
    pub(super) fn matches_timestamp(self, value: Option<Millis>, operand: &Operand) -> bool {
        if operand.is_empty() && !self.is_range() {
            return value.is_some() == self.is_negated();
        }
        let timestamps: Option<Vec<Millis>> =
            operand.values().iter().map(|operand| parse_iso8601(operand)).collect();
        value.zip(timestamps).is_some_and(|(value, timestamps)| self.matches(&value, &timestamps))
    }

    /// Whether a field with several ids matches the operand. A field without ids counts as missing.
    pub(super) fn matches_any_id(self, values: &[i64], operand: &Operand) -> bool {
        let numbers: Vec<i64> =
            operand.values().iter().map(|id| intval(&Value::from(&**id))).collect();
        if matches!(operand, Operand::One(_)) && numbers == [0] && !self.is_range() {
            return values.is_empty() != self.is_negated();
        }
        if self.is_negated() {
            !values.iter().any(|value| numbers.contains(value))
        } else {
            values.iter().any(|value| self.matches(value, &numbers))
        }
    }

    /// Whether a value matches the values of an operand. `<`, `<=`, `>` and `>=` use only the first
    /// value of the operand, `><` (between) uses the first two, and all other operators search for
    /// an equal value.
    fn matches<T: PartialOrd>(self, value: &T, operand: &[T]) -> bool {
        let first =
            |test: fn(&T, &T) -> bool| operand.first().is_some_and(|operand| test(value, operand));
        match self {
            Self::Less => first(|value, operand| value < operand),
            Self::LessOrEqual => first(|value, operand| value <= operand),
            Self::Greater => first(|value, operand| value > operand),
            Self::GreaterOrEqual => first(|value, operand| value >= operand),
            Self::Between => match operand {
                [from, to, ..] => from <= value && value <= to,
                _ => true,
            },
            _ => operand.contains(value) != self.is_negated(),
        }
    }

    /// Whether the server ignores a condition with this operand: `><` with fewer than two values.
    pub(super) fn is_ignored(self, operand: &Operand) -> bool {
        self == Self::Between && operand.values().len() < 2
    }

    fn is_range(self) -> bool {
        matches!(
            self,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual | Self::Between
        )
    }

    fn is_negated(self) -> bool {
        matches!(self, Self::NotLike | Self::NotEqual | Self::NotContains | Self::NotIn)
    }
}
