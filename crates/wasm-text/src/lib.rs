//! Encodes a WebAssembly module as text for a JavaScript string literal, and decodes the text.
//! Servers compress this text well.
//!
//! Similar bytes compress better when they are next to each other. Therefore, the opcodes of all
//! functions form one stream. The immediates of instructions form further streams, which are
//! selected by the opcode or by the next opcode.
//!
//! The build of the package encodes the module. Each page decodes it with this crate, which is
//! compiled to a WebAssembly module of its own, because JavaScript that runs only once is slow.
//!
//! # Layout
//! - `streams`: the immediates of each opcode, and the streams that contain them.
//! - `char_codec`: the characters that encode bytes, and the decoding of one stream.
//! - `encode`: splits a module into streams, and writes the streams as text.
//! - `decode`: decodes the streams, and assembles the module.
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
