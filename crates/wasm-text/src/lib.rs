//! A WebAssembly module as text, for JavaScript to carry.
//!
//! What servers compress becomes smaller where alike stands beside alike: the opcodes of all functions are one stream, and their
//! operands are others, by the instruction that they belong to and by what comes after it. Packing is done when the package is built.
//! Unpacking is done on every page, by this crate as a module of its own (`js.rs`), since JavaScript that runs but once is slow.

mod code;
#[cfg(target_arch = "wasm32")]
mod js;
mod letters;
#[cfg(not(target_arch = "wasm32"))]
mod pack;
mod unpack;

#[cfg(not(target_arch = "wasm32"))]
pub use pack::{Unknown, pack, unpack};
