//! Validates one condition of a filter, and converts it to a parameter.

use super::fields::{FieldType, field_type};

/// The operators of a condition. A condition's key is an operator followed by a field name.
const OPERATORS: [&str; 15] =
    ["", "=", "!", "!=", "<", "<=", ">", ">=", "%", "=%", "%=", "!%", "@", "!@", "><"];

/// The length in bytes of the operator at the start of a condition's key; 0 if there is none.
pub(super) fn operator_len(key: &str) -> usize {
    key.bytes().take_while(|byte| b"=!<>%@".contains(byte)).count()
}

/// Reasons to reject a condition, as predicates: "The filter's condition ... is unknown".
const UNKNOWN_FIELD: &str = "is unknown to `user.get`, which would ignore it and return more users";
const UNSUPPORTED_OPERATOR: &str = "has an operator that portals ignore or misread for this field";
const DUPLICATE: &str = "is given twice, and portals read only one";

/// One condition of a filter.
struct Condition<'a> {
    operator: &'a str,
    /// The name of the field, in upper case.
    name: String,
    field_type: FieldType,
    /// The brackets of an element of a list of values, such as `[0]`; empty for a single value.
    index: &'a str,
    value: &'a str,
}

/// Adds a condition to the parameters `params`. `key` is an operator and a field name, such as
/// `>=ID`. `index` is `[0]`, `[1]` and so on for an element of a list, and empty for a single
/// value.
///
/// # Errors
/// The reason to reject the condition, worded without a subject ("is unknown ...").
pub(super) fn add_condition(
    params: &mut Vec<(String, String)>,
    conditions: &[(String, String)],
    key: &str,
    index: &str,
    value: &str,
) -> Result<(), &'static str> {
    let condition = Condition::parse(key, index, value)?;
    condition.validate_operator()?;
    condition.validate_value_count(key, conditions)?;
    let value = condition.wire_value()?;
    // Portals read any list of flags as `true`.
    let is_flag = condition.field_type == FieldType::Flag;
    let index = if is_flag { "" } else { index };
    let operator = if condition.ignores_operator() { "" } else { condition.operator };
    let prefix = format!("FILTER[{operator}{}]", condition.name);
    for (param, other) in &*params {
        let Some(other_index) = param.strip_prefix(&prefix) else { continue };
        if is_flag && other == value {
            return Ok(());
        }
        if other_index == index || other_index.is_empty() || index.is_empty() {
            return Err(DUPLICATE);
        }
    }
    params.push((prefix + index, value.to_owned()));
    Ok(())
}

impl<'a> Condition<'a> {
    /// Parses a condition. `key` is an operator followed by a field name, such as `>=ID`. `index`
    /// is `[0]`, `[1]` and so on for an element of a list of values, and empty for a single value.
    ///
    /// # Errors
    /// The reason to reject the condition, worded without a subject ("is unknown ...").
    fn parse(key: &'a str, index: &'a str, value: &'a str) -> Result<Self, &'static str> {
        let (operator, name) = key.split_at(operator_len(key));
        let name = name.to_ascii_uppercase();
        // Portals would read only the first two characters of `!=%` as the operator. The remaining
        // `%NAME` is not a field.
        let is_operator = OPERATORS.contains(&operator);
        let field_type = field_type(&name).filter(|_| is_operator).ok_or(UNKNOWN_FIELD)?;
        let condition = Self { operator, name, field_type, index, value };
        if condition.is_list() && !(index.ends_with(']') && is_digits(condition.index_digits())) {
            return Err("is neither a value nor a list of values");
        }
        Ok(condition)
    }

    /// Whether the value is an element of a list of values.
    const fn is_list(&self) -> bool {
        !self.index.is_empty()
    }

    /// The digits of the index, without its brackets; empty for a single value.
    fn index_digits(&self) -> &'a str {
        self.index.get(1..self.index.len().max(2) - 1).unwrap_or_default()
    }

    fn has_sign(&self, sign: u8) -> bool {
        self.operator.bytes().any(|byte| byte == sign)
    }

    fn is_range(&self) -> bool {
        self.operator == "><"
    }

    fn is_comparison(&self) -> bool {
        self.has_sign(b'<') || self.has_sign(b'>')
    }

    /// Whether portals ignore the operator of a condition on this field.
    fn ignores_operator(&self) -> bool {
        matches!(self.name.as_str(), "HAS_DEPARTAMENT" | "NAME_SEARCH")
    }

    /// Rejects an operator that portals do not support for the field. The error is the reason,
    /// worded without a subject ("has an operator ...").
    fn validate_operator(&self) -> Result<(), &'static str> {
        let is_pattern = self.has_sign(b'%');
        let is_unsupported = self.ignores_operator() && !matches!(self.operator, "" | "=")
            || match self.field_type {
                FieldType::Integer => is_pattern,
                FieldType::Flag => is_pattern || self.is_comparison(),
                FieldType::DateTime => is_pattern || self.has_sign(b'@'),
                FieldType::Text | FieldType::Custom => false,
            };
        if is_unsupported { Err(UNSUPPORTED_OPERATOR) } else { Ok(()) }
    }

    /// Rejects more or fewer values than the operator takes. Each value of a list is one of the
    /// `conditions`, with the same `key`. The error is the reason, worded without a subject ("takes
    /// one value ...").
    fn validate_value_count(
        &self,
        key: &str,
        conditions: &[(String, String)],
    ) -> Result<(), &'static str> {
        let is_rejected = if self.is_range() {
            let is_bound = |field: &str| field.strip_prefix(key).is_some_and(is_index);
            conditions.iter().filter(|(field, _)| is_bound(field)).count() != 2
                || !matches!(self.index_digits(), "0" | "1")
        } else {
            self.is_comparison() && self.is_list()
        };
        if is_rejected {
            return Err("takes one value, or two for ><, and portals ignore further values");
        }
        Ok(())
    }

    /// The value in the form that portals expect, such as `Y` for a flag that is `true`. The error
    /// is the reason why portals would misread the value, worded without a subject ("must be ...").
    fn wire_value(&self) -> Result<&'a str, &'static str> {
        let Self { operator, field_type, value, .. } = *self;
        let name = self.name.as_str();
        if name == "NAME_SEARCH" && (self.is_list() || value.trim().is_empty()) {
            return Err("must be one non-empty string, or portals return all users");
        }
        if name == "PERSONAL_PHOTO" && (self.is_list() || !value.is_empty()) {
            return Err("can only be \"\", since portals store a file for other values");
        }
        let is_equality = matches!(operator, "" | "=" | "!" | "!=");
        Ok(match (field_type, value.to_ascii_lowercase().as_str()) {
            (FieldType::Flag, "y" | "1" | "true") => "Y",
            (FieldType::Flag, "n" | "0" | "false") if !self.ignores_operator() => "N",
            (FieldType::Flag, _) => return Err("must be true or false, HAS_DEPARTAMENT true"),
            (_, "") if self.is_list() || !is_equality || name == "ID" => {
                return Err(
                    "is empty, which only a single value of =, ! and != can be, and never ID",
                );
            }
            (FieldType::Integer, _)
                if !value.is_empty() && !is_digits(value.strip_prefix('-').unwrap_or(value)) =>
            {
                return Err("must be an integer");
            }
            _ => match (field_type, value) {
                (FieldType::Custom, "true") => "1",
                // Portals store "no" of a custom flag as 0 or as nothing, and of other custom
                // fields as nothing.
                (FieldType::Custom, "false") if self.is_list() => "0",
                (FieldType::Custom, "false") => "",
                (_, "true" | "false") => {
                    return Err("is not a flag, so true and false mean nothing");
                }
                _ => value,
            },
        })
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_index(text: &str) -> bool {
    text.starts_with('[')
}
