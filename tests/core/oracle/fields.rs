use serde_json::{Map, Value};

use super::date::{is_birthday, is_date};
use b24_users::ids::{MAX_ID, UserId};
use b24_users::model::UserIssue;

/// The characters of an invalid value that an issue shows.
const SHOWN_CHARS: usize = 80;

/// The fields of one record, removed one by one; the remaining ones are unknown.
pub(super) struct Fields<'a> {
    id: UserId,
    /// The path of the record within the user: empty, or `phones.`.
    path_prefix: &'static str,
    record: Map<String, Value>,
    issues: &'a mut Vec<UserIssue>,
}

impl<'a> Fields<'a> {
    pub(super) const fn new(
        id: UserId,
        path_prefix: &'static str,
        record: Map<String, Value>,
        issues: &'a mut Vec<UserIssue>,
    ) -> Self {
        Self { id, path_prefix, record, issues }
    }

    /// A string; `""` is absence.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::String(text) => Some(text).filter(|text| !text.is_empty()),
            invalid => self.invalid(name, "string", &invalid),
        }
    }

    /// A boolean; `absent` if the portal omits it.
    pub(super) fn flag(&mut self, name: &str, absent: bool) -> bool {
        match self.take(name) {
            None => absent,
            Some(Value::Bool(flag)) => flag,
            Some(invalid) => self.invalid(name, "boolean", &invalid).unwrap_or(absent),
        }
    }

    /// An integer, as a number or as a string of digits.
    pub(super) fn number(&mut self, name: &str) -> Option<u64> {
        let value = self.take(name)?;
        integer(&value).or_else(|| self.invalid(name, "whole number", &value))
    }

    /// A date and time; the portal sends `false` if there is none.
    pub(super) fn date(&mut self, name: &str) -> Option<String> {
        self.dated(name, "ISO 8601 date", is_date)
    }

    /// A day of the year; `im.search.user.list` sends `false` if there is none.
    pub(super) fn birthday(&mut self, name: &str) -> Option<String> {
        self.dated(name, "DD-MM", is_birthday)
    }

    fn dated(&mut self, name: &str, expected: &str, fits: fn(&str) -> bool) -> Option<String> {
        match self.take(name)? {
            Value::Bool(false) => None,
            Value::String(text) if text.is_empty() => None,
            Value::String(text) if fits(&text) => Some(text),
            invalid => self.invalid(name, expected, &invalid),
        }
    }

    /// A nested record, read by `read`; `false`, `""` and PHP's empty array are absence. Its
    /// unknown fields are added to those of this record, under its name.
    pub(super) fn record<T>(
        &mut self,
        name: &'static str,
        path_prefix: &'static str,
        read: impl FnOnce(&mut Fields<'_>) -> T,
    ) -> Option<T> {
        match self.take(name)? {
            Value::Bool(false) => None,
            Value::String(text) if text.is_empty() => None,
            Value::Array(none) if none.is_empty() => None,
            Value::Object(record) => {
                let mut fields = Fields::new(self.id, path_prefix, record, self.issues);
                let value = read(&mut fields);
                let unknown = fields.unknown_fields();
                if !unknown.is_empty() {
                    self.record.insert(name.into(), Value::Object(unknown));
                }
                Some(value)
            }
            invalid => self.invalid(name, "object", &invalid),
        }
    }

    /// The value as received; `null` is absence.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.record.remove(name).filter(|value| !value.is_null())
    }

    /// Reports an invalid value.
    pub(super) fn invalid<T>(&mut self, name: &str, expected: &str, received: &Value) -> Option<T> {
        let path = format!("{}{}", self.path_prefix, camel_case(name));
        let received = truncate(received.to_string(), SHOWN_CHARS);
        self.issues.push(UserIssue { id: self.id, path, expected: expected.into(), received });
        None
    }

    /// The fields that were not read.
    pub(super) fn unknown_fields(self) -> Map<String, Value> {
        self.record
    }
}

/// An integer up to 2^53 - 1, by its value: `4`, `4.0`, `"4"`.
pub(super) fn integer(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().filter(|&number| number <= MAX_ID).or_else(|| {
            match number.as_f64()? {
                0.0 => Some(0),
                number => UserId::from_f64(number).map(UserId::get),
            }
        }),
        Value::String(text) if text == "0" => Some(0),
        Value::String(text) => UserId::from_digits(text).map(UserId::get),
        _ => None,
    }
}

fn truncate(text: String, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.len().min(1));
        camel += &first.to_ascii_uppercase();
        camel += rest;
    }
    camel
}
