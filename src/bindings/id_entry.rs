//! Reads entries of the ids, which are JavaScript values of any type.

use wasm_bindgen::prelude::*;

use crate::ids::IdInput;

#[wasm_bindgen]
extern "C" {
    // Throws for a revoked proxy.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// Reads an entry of a list of ids, which may be any JavaScript value. The entry is not validated
/// here: the module [`ids`](crate::ids) decides whether it is a user id.
pub(super) fn read_id_entry(entry: &JsValue) -> IdInput {
    if let Some(number) = entry.as_f64() {
        return IdInput::Number(number);
    }
    if let Some(text) = entry.as_string() {
        return IdInput::Text(text);
    }
    IdInput::Other(describe_type(entry))
}

/// Names the type of a value for an error message, or the value itself if it is a constant.
fn describe_type(entry: &JsValue) -> &'static str {
    match entry.as_bool() {
        Some(true) => "true",
        Some(false) => "false",
        None if entry.is_undefined() => "undefined",
        None if entry.is_null() => "null",
        None if entry.is_bigint() => "a bigint",
        None if entry.is_symbol() => "a symbol",
        None if entry.is_function() => "a function",
        None if is_array(entry).unwrap_or(false) => "an array",
        None => "an object",
    }
}
