//! What JavaScript calls. It writes the text into our memory, and takes the module from there.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::unpack::UNPACKER;

/// Where the text goes.
#[must_use]
#[wasm_bindgen]
pub fn text() -> usize {
    UNPACKER.lock().map_or(0, |unpacker| unpacker.text.as_ptr() as usize)
}

/// Where the module is.
#[must_use]
#[wasm_bindgen]
pub fn module() -> usize {
    UNPACKER.lock().map_or(0, |unpacker| unpacker.module.as_ptr() as usize)
}

/// Makes the module of the text, and tells how long it is.
#[must_use]
#[wasm_bindgen]
pub fn unpack() -> usize {
    UNPACKER.lock().map_or(0, |mut unpacker| unpacker.unpack())
}
