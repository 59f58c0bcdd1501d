//! The functions that JavaScript calls. JavaScript writes the encoded text to the decoder's memory,
//! and reads the decoded module from there.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::decode::DECODER;

/// The address of the buffer for the encoded text.
#[must_use]
#[wasm_bindgen]
pub fn text_ptr() -> usize {
    DECODER.lock().map_or(0, |decoder| decoder.text.as_ptr() as usize)
}

/// The address of the decoded module.
#[must_use]
#[wasm_bindgen]
pub fn module_ptr() -> usize {
    DECODER.lock().map_or(0, |decoder| decoder.module.as_ptr() as usize)
}

/// Decodes the text at [`text_ptr`] to a module at [`module_ptr`]. Returns the length of the module
/// in bytes.
#[must_use]
#[wasm_bindgen]
pub fn decode() -> usize {
    DECODER.lock().map_or(0, |mut decoder| decoder.decode())
}
