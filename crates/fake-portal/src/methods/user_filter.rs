//! The filter of `user.get` and `user.search`: which conditions the server keeps, and the person
//! whom they select.

use super::{
    Failure,
    conditions::{Operator, Wanted},
    search::finds,
    user_fields::{department_ids, moment_of, text_of},
};
use crate::{
    directory::{Listed, Person},
    php::{Array, Value, intval},
};

/// Conditions that all must hold.
#[derive(Debug, Default)]
pub(super) struct Filter {
    /// Those that an entry of the roster is enough for.
    listed: Vec<ListedCondition>,
    /// Those that need the whole person.
    fields: Vec<Condition>,
    phrase: Option<String>,
    /// Whether only people of departments are selected.
    has_department: bool,
    /// Whether there is a condition `ID` without a prefix.
    pub(super) names_ids: bool,
}

#[derive(Debug)]
enum ListedCondition {
    Id(Operator, Wanted),
    Active(Operator, Wanted),
}

#[derive(Debug)]
struct Condition {
    operator: Operator,
    field: String,
    wanted: Wanted,
}

/// Names that count as conditions whatever the caller's fields.
const CONDITIONS: [&str; 4] = ["IS_ONLINE", "HAS_DEPARTAMENT", "NAME_SEARCH", "EXTERNAL_AUTH_ID"];

/// More of them in `user.search`.
const SEARCH_CONDITIONS: [&str; 3] = ["FIND", "UF_DEPARTMENT_NAME", "CONFIRM_CODE"];

/// What a search without a phrase looks for by its beginnings.
const SEARCHED: [&str; 5] = ["NAME", "LAST_NAME", "SECOND_NAME", "WORK_POSITION", "UF_DEPARTMENT_NAME"];

/// Fields that are compared as moments.
const MOMENTS: [&str; 5] =
    ["LAST_LOGIN", "DATE_REGISTER", "TIMESTAMP_X", "LAST_ACTIVITY_DATE", "PERSONAL_BIRTHDAY"];

impl Filter {
    /// Reads the conditions: those in `FILTER` and no others, or else the parameters themselves.
    /// Names other than `allowed` are ignored.
    ///
    /// # Errors
    ///
    /// A prefix that is no operator of the server's queries.
    pub(super) fn read(params: &Array, is_search: bool, allowed: &[&str]) -> Result<Self, Failure> {
        let conditions = match params.get("FILTER") {
            Some(Value::Array(filter)) => filter.clone().with_upper_case_keys(),
            _ => params.clone(),
        };
        let is_allowed = |name: &str| {
            allowed.contains(&name)
                || CONDITIONS.contains(&name)
                || is_search && SEARCH_CONDITIONS.contains(&name)
        };
        let mut filter = Self::default();
        let mut searched = Vec::new();
        for (key, value) in conditions.iter() {
            let key = key.to_string();
            let (prefix, name) = split(&key);
            if !is_allowed(name) {
                continue;
            }
            match (prefix, name) {
                (_, "HAS_DEPARTAMENT") => filter.has_department |= value.as_str() == Some("Y"),
                (_, "NAME_SEARCH" | "FIND") => {
                    filter.phrase = filter.phrase.or_else(|| value.as_str().map(str::to_owned));
                }
                ("", name) if is_search && SEARCHED.contains(&name) => {
                    searched.push((name.to_owned(), value.clone()));
                }
                (prefix, name) => filter.add(prefix, name, value)?,
            }
        }
        if is_search && filter.phrase.is_none() {
            let words: Vec<&str> = SEARCHED
                .iter()
                .filter_map(|name| searched.iter().find(|(searched, _)| searched == name)?.1.as_str())
                .collect();
            filter.phrase = Some(words.join(" "));
        } else {
            for (name, value) in &searched {
                filter.add("", name, value)?;
            }
        }
        Ok(filter)
    }

    fn add(&mut self, prefix: &str, name: &str, value: &Value) -> Result<(), Failure> {
        // Flags and the type are compared exactly unless told otherwise.
        let prefix = if prefix.is_empty() && ["ACTIVE", "USER_TYPE"].contains(&name) { "=" } else { prefix };
        let operator = Operator::of(prefix).ok_or(UNKNOWN_FIELD)?;
        let wanted = match name {
            "ID" => ids(value),
            "ACTIVE" | "IS_ONLINE" => flag(value),
            _ => Wanted::of(value),
        };
        self.names_ids |= prefix.is_empty() && name == "ID";
        // The server has no way to leave dates out by a list of them.
        if operator.ignores(&wanted) || operator == Operator::NotIn && MOMENTS.contains(&name) {
            return Ok(());
        }
        match name {
            "ID" => self.listed.push(ListedCondition::Id(operator, wanted)),
            "ACTIVE" => self.listed.push(ListedCondition::Active(operator, wanted)),
            name => self.fields.push(Condition { operator, field: name.to_owned(), wanted }),
        }
        Ok(())
    }

    /// Whether the roster's entry fits.
    pub(super) fn fits_line(&self, line: &Listed) -> bool {
        (!self.has_department || line.has_department)
            && self.listed.iter().all(|condition| match condition {
                ListedCondition::Id(operator, ids) => operator.holds_for_number(line.id.cast_signed(), ids),
                ListedCondition::Active(operator, wanted) => {
                    operator.holds_for_text(Some(if line.active { "y" } else { "n" }), wanted)
                }
            })
    }

    /// Whether anything beyond the roster's entry matters.
    pub(super) fn needs_person(&self) -> bool {
        self.phrase.is_some() || !self.fields.is_empty()
    }

    /// Whether the rest fits.
    pub(super) fn fits(&self, person: &Person, fields: &Array) -> bool {
        self.phrase.as_ref().is_none_or(|phrase| finds(phrase, person))
            && self.fields.iter().all(|condition| condition.holds(person, fields))
    }
}

impl Condition {
    fn holds(&self, person: &Person, fields: &Array) -> bool {
        let Self { operator, field, wanted } = self;
        if MOMENTS.contains(&&**field) {
            operator.holds_for_moment(moment_of(person, field), wanted)
        } else if field == "UF_DEPARTMENT" {
            operator.holds_for_any(&department_ids(person), wanted)
        } else {
            operator.holds_for_text(text_of(person, fields, field).as_deref(), wanted)
        }
    }
}

/// `/^([\W]{1,2})(.+)/`: a prefix is two letters long at most, and the rest is the name.
fn split(key: &str) -> (&str, &str) {
    let is_sign = |letter: &char| letter.is_ascii() && !letter.is_ascii_alphanumeric() && *letter != '_';
    let signs = key.chars().take_while(is_sign).count();
    key.split_at(signs.min(2).min(key.len().saturating_sub(1)))
}

/// Whatever is no number is 0, whom nobody is.
fn ids(value: &Value) -> Wanted {
    match value {
        Value::Array(list) if !list.is_empty() => {
            Wanted::List(list.values().map(|id| intval(id).to_string()).collect())
        }
        single => Wanted::One(intval(single).to_string()),
    }
}

/// Any text but `N` is yes, `false` included.
fn flag(value: &Value) -> Wanted {
    let is_yes = value.is_truthy() && value.as_str() != Some("N");
    Wanted::One(if is_yes { "y" } else { "n" }.into())
}

/// An exception of the server's queries, by which the prefix counts as a part of the field's name.
const UNKNOWN_FIELD: Failure = Failure::of_method(400, "100", "Unknown field definition");
