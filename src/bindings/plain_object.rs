//! Typed access to the properties of plain objects that the package's JavaScript has built.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Plain data from the package's JavaScript. Its properties are read by name, because one
    /// getter per property would enlarge the WebAssembly module.
    pub type PlainObject;

    #[wasm_bindgen(method, structural, indexing_getter)]
    pub(super) fn get(this: &PlainObject, name: &str) -> JsValue;
}

impl PlainObject {
    pub(super) fn get_number(&self, name: &str) -> Option<f64> {
        self.get(name).as_f64()
    }

    pub(super) fn get_string(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    pub(super) fn get_bool(&self, name: &str) -> Option<bool> {
        self.get(name).as_bool()
    }

    /// Reads a property that is a number of items; `None` if the property is not a number.
    /// Fractions are truncated, and a negative number becomes 0.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "casts saturate")]
    pub(super) fn get_count(&self, name: &str) -> Option<usize> {
        self.get_number(name).map(|count| count as usize)
    }
}
