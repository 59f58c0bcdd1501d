//! The binding, as WebAssembly in Node.
#![cfg(target_arch = "wasm32")]

mod binding;
