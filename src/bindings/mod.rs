//! The wasm-bindgen bindings, the only module that knows JavaScript.
//!
//! Only the package's TypeScript calls the exports. It passes plain objects, native promises and
//! functions that do not throw. In contrast, `fetch`, its responses and thrown values are foreign.
//! The module `foreign` catches their exceptions, because an exception in a future would trap the
//! instance.
//!
//! Arguments arrive as JavaScript values, and this module converts them. Results are plain objects.
//! Methods take `&self` and own their data, so that nothing stays borrowed while they wait.
//!
//! Not here: rules about ids, portals, tokens, limits and the wire format, which are in the layers
//! below.

mod abort;
mod client;
mod fetch;
mod foreign;
mod form_fields;
mod host;
mod host_api;
mod id_entry;
mod options;
mod plain_object;
mod promise_methods;
mod stream;
mod to_js;

use wasm_bindgen::prelude::wasm_bindgen;

pub use client::Client;
pub use options::CallOptionsData;
pub use stream::Stream;

/// The types that the generated declarations use.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// This allocator is smaller and faster than dlmalloc, the default for WebAssembly.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
