//! Encodes a WebAssembly module as text that JavaScript can carry and servers compress well, and
//! decodes it.
//!
//! Similar bytes compress better next to each other. So the opcodes of all functions form one
//! stream, and their operands form other streams, by their instruction and by the opcode after it.
//! The module is encoded when the package is built. It is decoded on every page, by this crate as a
//! WebAssembly module of its own, because JavaScript that runs only once is slow.
//!
//! # Layout
//! - `streams`: the operands of each opcode, and the streams that hold them.
//! - `alphabet`: the characters that stand for bytes.
//! - `encode`: splits a module into streams and writes them as text.
//! - `decode`: reads the streams and assembles the module.
//! - `exports`: the functions that JavaScript calls.

mod alphabet;
mod decode;
#[cfg(not(target_arch = "wasm32"))]
mod encode;
#[cfg(target_arch = "wasm32")]
mod exports;
mod streams;

#[cfg(not(target_arch = "wasm32"))]
pub use encode::{UnsupportedModule, decode, encode};
