//! The filter of `user.get` and `user.search`: its conditions, and which users match them.

use super::{
    CallError,
    filter_operator::{FilterOperator, Operand},
    phrase_search::matches_phrase,
    user_fields::{department_ids, field_string, field_timestamp},
};
use crate::{
    directory::{FilterFields, Person},
    php::{Array, Value, intval},
};

/// The conditions of a filter. A user must match all of them.
#[derive(Debug, Default)]
pub(super) struct Filter {
    /// Conditions on the [`FilterFields`] of a user, which the directory stores.
    stored_conditions: Vec<FilterFieldCondition>,
    /// Conditions on all other fields, for which the full user is needed.
    person_conditions: Vec<PersonCondition>,
    /// The phrase of a search by name; `None` if there is none.
    phrase: Option<String>,
    /// Whether only users who have a department match.
    has_department: bool,
    /// Whether the filter has a condition on `ID` without an operator.
    pub(super) has_plain_id_condition: bool,
}

#[derive(Debug)]
enum FilterFieldCondition {
    Id(FilterOperator, Operand),
    Active(FilterOperator, Operand),
}

#[derive(Debug)]
struct PersonCondition {
    operator: FilterOperator,
    field: String,
    operand: Operand,
}

/// Names of conditions that every scope permits.
const EXTRA_CONDITIONS: [&str; 4] =
    ["IS_ONLINE", "HAS_DEPARTAMENT", "NAME_SEARCH", "EXTERNAL_AUTH_ID"];

/// Names of conditions that only `user.search` has.
const SEARCH_CONDITIONS: [&str; 3] = ["FIND", "UF_DEPARTMENT_NAME", "CONFIRM_CODE"];

/// The conditions whose values form the search phrase, if there is no `FIND`.
const PHRASE_FIELDS: [&str; 5] =
    ["NAME", "LAST_NAME", "SECOND_NAME", "WORK_POSITION", "UF_DEPARTMENT_NAME"];

/// Fields whose values are compared as timestamps.
const TIMESTAMP_FIELDS: [&str; 5] =
    ["LAST_LOGIN", "DATE_REGISTER", "TIMESTAMP_X", "LAST_ACTIVITY_DATE", "PERSONAL_BIRTHDAY"];

impl Filter {
    /// Parses the conditions in `FILTER` or, without `FILTER`, in the top-level parameters. Ignores
    /// conditions on fields that are not permitted.
    ///
    /// # Errors
    ///
    /// A condition has an unknown operator.
    pub(super) fn parse(
        params: &Array,
        is_search: bool,
        allowed: &[&str],
    ) -> Result<Self, CallError> {
        let conditions = match params.get("FILTER") {
            Some(Value::Array(filter)) => filter.clone().with_upper_case_keys(),
            _ => params.clone(),
        };
        let is_allowed = |name: &str| {
            allowed.contains(&name)
                || EXTRA_CONDITIONS.contains(&name)
                || is_search && SEARCH_CONDITIONS.contains(&name)
        };
        let mut filter = Self::default();
        let mut phrase_parts = Vec::new();
        for (key, value) in conditions.iter() {
            let key = key.to_string();
            let (prefix, name) = split_prefix(&key);
            if !is_allowed(name) {
                continue;
            }
            match (prefix, name) {
                (_, "HAS_DEPARTAMENT") => filter.has_department |= value.as_str() == Some("Y"),
                (_, "NAME_SEARCH" | "FIND") => {
                    filter.phrase = filter.phrase.or_else(|| value.as_str().map(str::to_owned));
                }
                ("", name) if is_search && PHRASE_FIELDS.contains(&name) => {
                    phrase_parts.push((name.to_owned(), value.clone()));
                }
                (prefix, name) => filter.add_condition(prefix, name, value)?,
            }
        }
        if is_search && filter.phrase.is_none() {
            let words: Vec<&str> = PHRASE_FIELDS
                .iter()
                .filter_map(|name| phrase_parts.iter().find(|(part, _)| part == name)?.1.as_str())
                .collect();
            filter.phrase = Some(words.join(" "));
        } else {
            for (name, value) in &phrase_parts {
                filter.add_condition("", name, value)?;
            }
        }
        Ok(filter)
    }

    fn add_condition(&mut self, prefix: &str, name: &str, value: &Value) -> Result<(), CallError> {
        // For these fields, no operator means exact equality.
        let prefix =
            if prefix.is_empty() && ["ACTIVE", "USER_TYPE"].contains(&name) { "=" } else { prefix };
        let operator = FilterOperator::parse(prefix).ok_or(UNKNOWN_FIELD)?;
        let operand = match name {
            "ID" => id_operand(value),
            "ACTIVE" | "IS_ONLINE" => flag_operand(value),
            _ => Operand::new(value),
        };
        self.has_plain_id_condition |= prefix.is_empty() && name == "ID";
        // The server drops the operator `!@` on dates.
        if operator.is_ignored(&operand)
            || operator == FilterOperator::NotIn && TIMESTAMP_FIELDS.contains(&name)
        {
            return Ok(());
        }
        match name {
            "ID" => self.stored_conditions.push(FilterFieldCondition::Id(operator, operand)),
            "ACTIVE" => {
                self.stored_conditions.push(FilterFieldCondition::Active(operator, operand));
            }
            name => {
                self.person_conditions.push(PersonCondition {
                    operator,
                    field: name.to_owned(),
                    operand,
                });
            }
        }
        Ok(())
    }

    /// Whether the stored filter fields of a user match all conditions on these fields.
    pub(super) fn matches_filter_fields(&self, account: &FilterFields) -> bool {
        (!self.has_department || account.has_department)
            && self.stored_conditions.iter().all(|condition| match condition {
                FilterFieldCondition::Id(operator, ids) => {
                    operator.matches_id(account.id.cast_signed(), ids)
                }
                FilterFieldCondition::Active(operator, operand) => {
                    operator.matches_string(Some(if account.active { "y" } else { "n" }), operand)
                }
            })
    }

    /// Whether a condition needs the full user.
    pub(super) fn needs_full_person(&self) -> bool {
        self.phrase.is_some() || !self.person_conditions.is_empty()
    }

    /// Whether a user matches the search phrase and all conditions that need the full user.
    pub(super) fn matches_person(&self, person: &Person, fields: &Array) -> bool {
        self.phrase.as_ref().is_none_or(|phrase| matches_phrase(phrase, person))
            && self.person_conditions.iter().all(|condition| condition.matches(person, fields))
    }
}

impl PersonCondition {
    fn matches(&self, person: &Person, fields: &Array) -> bool {
        let Self { operator, field, operand } = self;
        if TIMESTAMP_FIELDS.contains(&&**field) {
            operator.matches_timestamp(field_timestamp(person, field), operand)
        } else if field == "UF_DEPARTMENT" {
            operator.matches_any_id(&department_ids(person), operand)
        } else {
            operator.matches_string(field_string(person, fields, field).as_deref(), operand)
        }
    }
}

/// Splits the name of a condition into operator and field: `>=ID` into `>=` and `ID`. The operator
/// has at most two characters, and is empty if the name has none, such as `ID`.
fn split_prefix(key: &str) -> (&str, &str) {
    let is_sign = |ch: &char| ch.is_ascii() && !ch.is_ascii_alphanumeric() && *ch != '_';
    let signs = key.chars().take_while(is_sign).count();
    key.split_at(signs.min(2).min(key.len().saturating_sub(1)))
}

/// Casts ids to integers as the server does. An invalid id becomes 0, which matches no user.
fn id_operand(value: &Value) -> Operand {
    match value {
        Value::Array(list) if !list.is_empty() => {
            Operand::List(list.values().map(|id| intval(id).to_string()).collect())
        }
        single => Operand::One(intval(single).to_string()),
    }
}

/// Converts a flag to `y` or `n`. The strings `N`, `0` and the empty string become `n`; any other
/// string becomes `y`, even `false`. Other types are cast to a boolean, as in PHP.
fn flag_operand(value: &Value) -> Operand {
    let is_yes = value.is_truthy() && value.as_str() != Some("N");
    Operand::One(if is_yes { "y" } else { "n" }.into())
}

/// The error for an unknown operator, which the server takes for a part of the field's name.
const UNKNOWN_FIELD: CallError = CallError::method_error(400, "100", "Unknown field definition");
