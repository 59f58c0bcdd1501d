//! Encodes a WebAssembly module as text for a JavaScript string literal, which servers compress
//! well, and decodes the text.
//!
//! Similar bytes compress better next to each other. So the opcodes of all functions form one
//! stream, and the immediates of instructions form further streams, by opcode or by next opcode.
//! The build of the package encodes the module. Each page decodes it with this crate, which is
//! compiled to a WebAssembly module of its own, because JavaScript that runs only once is slow.
//!
//! # Layout
//! - `streams`: the immediates of each opcode, and the streams that hold them.
//! - `char_codec`: the characters that encode bytes, and the decoding of one stream.
//! - `encode`: splits a module into streams and writes the streams as text.
//! - `decode`: decodes the streams and assembles the module.
//! - `exports`: the functions that JavaScript calls.

mod char_codec;
mod decode;
#[cfg(not(target_arch = "wasm32"))]
mod encode;
#[cfg(target_arch = "wasm32")]
mod exports;
mod streams;

#[cfg(not(target_arch = "wasm32"))]
pub use decode::decode;
#[cfg(not(target_arch = "wasm32"))]
pub use encode::{UnsupportedModule, encode};
