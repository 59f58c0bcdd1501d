//! Entries of the ids: JavaScript values of any type.

use wasm_bindgen::prelude::*;

use crate::ids::IdInput;

#[wasm_bindgen]
extern "C" {
    // Throws for a revoked proxy.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// Reads an entry of the ids, which may have any type. Does not validate it: the module `ids`
/// decides whether it is an id.
pub(super) fn read_id_input(entry: &JsValue) -> IdInput {
    if let Some(number) = entry.as_f64() {
        return IdInput::Number(number);
    }
    if let Some(text) = entry.as_string() {
        return IdInput::Text(text);
    }
    IdInput::Other(match entry.as_bool() {
        Some(true) => "true",
        Some(false) => "false",
        None if entry.is_undefined() => "undefined",
        None if entry.is_null() => "null",
        None if entry.is_bigint() => "a bigint",
        None if entry.is_symbol() => "a symbol",
        None if entry.is_function() => "a function",
        None if is_array(entry).unwrap_or(false) => "an array",
        None => "an object",
    })
}
