//! The wasm-bindgen binding: the only module that knows JavaScript.
//!
//! The exports are called by the package's TypeScript only, with plain objects, native promises and
//! functions that do not throw. `fetch`, its responses and thrown values are foreign: `foreign`
//! catches their exceptions, which inside a future would trap the instance.
//!
//! Arguments arrive as JavaScript values and are converted here, not in the ABI; results are plain
//! objects. Methods take `&self` and own their data, so that nothing stays borrowed while they
//! wait.
//!
//! Not here: rules about ids, portals, tokens, limits and the wire, which are in the layers below.

mod abort;
mod client;
mod fetch;
mod foreign;
mod form_fields;
mod host;
mod host_api;
mod id_input;
mod js_object;
mod methods;
mod options;
mod stream;
mod to_js;

use wasm_bindgen::prelude::wasm_bindgen;

pub use client::Client;
pub use options::CallOptionsData;
pub use stream::Stream;

/// The types of the generated declarations.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Smaller and faster than dlmalloc, the default allocator for WebAssembly.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
