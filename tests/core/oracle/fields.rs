use serde_json::{Map, Value};

use super::date::{is_birthday, is_date};
use b24_users::ids::{MAX_ID, UserId};
use b24_users::model::UserIssue;

/// How many characters of an odd value an issue shows.
const SHOWN_CHARS: usize = 80;

/// The fields of one record, taken out one by one; what is left at the end is what this version
/// does not know.
pub(super) struct Fields<'a> {
    id: UserId,
    /// Where the record stands in the user: empty, or `phones.`.
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

    /// A text; `""` is absence.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::String(text) => Some(text).filter(|text| !text.is_empty()),
            invalid => self.invalid(name, "string", &invalid),
        }
    }

    /// A flag; `absent` if the portal leaves it out.
    pub(super) fn flag(&mut self, name: &str, absent: bool) -> bool {
        match self.take(name) {
            None => absent,
            Some(Value::Bool(flag)) => flag,
            Some(invalid) => self.invalid(name, "boolean", &invalid).unwrap_or(absent),
        }
    }

    /// A whole number, as a number or as its digits.
    pub(super) fn number(&mut self, name: &str) -> Option<u64> {
        let value = self.take(name)?;
        integer(&value).or_else(|| self.invalid(name, "whole number", &value))
    }

    /// A moment; the portal sends `false` for none.
    pub(super) fn date(&mut self, name: &str) -> Option<String> {
        self.dated(name, "ISO 8601 date", is_date)
    }

    /// A day of the year; `im.search.user.list` sends `false` for none.
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

    /// A record in the record, read by `read`; `false`, `""` and PHP's empty array are absence.
    /// What it does not know joins the unknown fields of this one, under its name.
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

    /// The value as sent; `null` is absence.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.record.remove(name).filter(|value| !value.is_null())
    }

    /// Tells of a value that is not as typed.
    pub(super) fn invalid<T>(&mut self, name: &str, expected: &str, received: &Value) -> Option<T> {
        let path = format!("{}{}", self.path_prefix, camel_case(name));
        let received = truncate(received.to_string(), SHOWN_CHARS);
        self.issues.push(UserIssue { id: self.id, path, expected: expected.into(), received });
        None
    }

    /// The fields that nobody took.
    pub(super) fn unknown_fields(self) -> Map<String, Value> {
        self.record
    }
}

/// A whole number up to 2^53 - 1, by its value: `4`, `4.0`, `"4"`.
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
