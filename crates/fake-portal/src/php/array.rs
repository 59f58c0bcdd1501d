//! PHP's array: an ordered map with integer and string keys.

use super::Value;
use indexmap::IndexMap;
use std::fmt;

/// A key of an array. As in PHP, a string that is written like an integer becomes an integer:
/// `"12"`, but not `"012"`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// An integer.
    Int(i64),
    /// A string that is not converted to an integer.
    String(String),
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => number.fmt(formatter),
            Self::String(string) => string.fmt(formatter),
        }
    }
}

impl From<i64> for Key {
    fn from(key: i64) -> Self {
        Self::Int(key)
    }
}

impl From<&str> for Key {
    fn from(key: &str) -> Self {
        match key.parse::<i64>() {
            Ok(number) if number.to_string() == key => Self::Int(number),
            _ => Self::String(key.into()),
        }
    }
}

/// A PHP array: an ordered map that knows its next free integer key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Array {
    entries: IndexMap<Key, Value>,
    next: i64,
}

impl Array {
    /// Appends a value: `$array[] = $value`.
    pub fn push(&mut self, value: impl Into<Value>) {
        self.insert(self.next, value);
    }

    /// Sets a value: `$array[$key] = $value`. If the key exists, the entry keeps its position.
    pub fn insert(&mut self, key: impl Into<Key>, value: impl Into<Value>) {
        let key = self.reserve(key.into());
        self.entries.insert(key, value.into());
    }

    /// The value of a key, mutable. If the key does not exist, it is inserted with the value that
    /// `default` returns.
    pub fn entry(&mut self, key: Key, default: impl FnOnce() -> Value) -> &mut Value {
        let key = self.reserve(key);
        self.entries.entry(key).or_insert_with(default)
    }

    /// The key that the next `push` will use.
    #[must_use]
    pub fn next_key(&self) -> Key {
        Key::Int(self.next)
    }

    /// The value of a key; `None` if there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.get(&Key::from(key))
    }

    /// The value of a key, mutable; `None` if there is none.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.entries.get_mut(&Key::from(key))
    }

    /// Sets all entries of `other` in this array, like `array_replace`.
    pub fn replace(&mut self, other: Self) {
        for (key, value) in other.entries {
            self.insert(key, value);
        }
    }

    /// Converts all keys to upper case, like `array_change_key_case(…, CASE_UPPER)`.
    #[must_use]
    pub fn with_upper_case_keys(self) -> Self {
        let mut upper = Self::default();
        for (key, value) in self.entries {
            match key {
                Key::String(name) => upper.insert(Key::String(name.to_ascii_uppercase()), value),
                Key::Int(_) => upper.insert(key, value),
            }
        }
        upper
    }

    /// The values with the keys 0, 1, 2, …, like `array_values`.
    #[must_use]
    pub fn into_list(self) -> Self {
        self.entries.into_values().collect()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the array is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether the keys are 0, 1, 2, … in this order, like `array_is_list`.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.entries.keys().zip(0..).all(|(key, index)| *key == Key::Int(index))
    }

    /// The entries, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Value)> {
        self.entries.iter()
    }

    /// The values, in order.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.entries.values()
    }

    fn reserve(&mut self, key: Key) -> Key {
        if let Key::Int(number) = key {
            self.next = self.next.max(number.saturating_add(1));
        }
        key
    }
}

impl<V: Into<Value>> FromIterator<V> for Array {
    fn from_iter<I: IntoIterator<Item = V>>(values: I) -> Self {
        let mut array = Self::default();
        values.into_iter().for_each(|value| array.push(value));
        array
    }
}

impl<'a, V: Into<Value>, const N: usize> From<[(&'a str, V); N]> for Array {
    fn from(entries: [(&'a str, V); N]) -> Self {
        let mut array = Self::default();
        for (key, value) in entries {
            array.insert(key, value);
        }
        array
    }
}
