//! The binding: the only place that knows JavaScript.
//!
//! It exports what the package's own JavaScript calls; no user of the package does. What that
//! passes in are plain objects, native promises and functions that do not throw. `fetch`, its
//! responses and everything thrown are foreign: `foreign` catches their exceptions, which inside a
//! future would trap the instance.
//!
//! Values come in as they are and are converted here, never in the ABI; they go out as plain
//! objects. Methods take `&self` and own all that they need, so that nothing stays borrowed while
//! they wait.
//!
//! Not here: rules about ids, portals, tokens, limits and the wire, which are in the layers below.

mod abort;
mod client;
mod fetch;
mod foreign;
mod host;
mod host_api;
mod ids;
mod js_object;
mod methods;
mod options;
mod params;
mod stream;
mod to_js;

use wasm_bindgen::prelude::wasm_bindgen;

pub use client::Client;
pub use options::CallOptions;
pub use stream::Stream;

/// The types of the generated declarations.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Smaller and faster than dlmalloc, the default allocator for WebAssembly.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
