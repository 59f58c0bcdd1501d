use serde_json::{Map, Value};

use b24_users::ids::UserId;

use super::fields::{Fields, integer};

/// The ids of departments. PHP encodes a list with a gap as an object, and an empty one sometimes
/// as `false`.
pub(super) fn read_departments(fields: &mut Fields<'_>) -> Vec<u64> {
    const NAME: &str = "departments";
    let entries: Vec<Value> = match fields.take(NAME) {
        None | Some(Value::Bool(false)) => Vec::new(),
        Some(Value::Array(entries)) => entries,
        Some(Value::Object(entries)) => in_order(entries),
        Some(invalid) => fields.invalid(NAME, "array", &invalid).unwrap_or_default(),
    };
    let number_at = |(index, entry): (usize, &Value)| {
        integer(entry)
            .or_else(|| fields.invalid(&format!("{NAME}[{index}]"), "whole number", entry))
    };
    entries.iter().enumerate().filter_map(number_at).collect()
}

/// The entries in numeric order of keys: string order has `"10"` before `"9"`.
fn in_order(entries: Map<String, Value>) -> Vec<Value> {
    let mut entries: Vec<_> = entries.into_iter().collect();
    entries.sort_by_key(|(key, _)| {
        if key == "0" { 0 } else { UserId::from_digits(key).map_or(u64::MAX, UserId::get) }
    });
    entries.into_iter().map(|(_, entry)| entry).collect()
}
