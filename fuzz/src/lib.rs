//! What arbitrary bytes do to the library. A target takes bytes for something from outside, an answer or what a caller gave, and panics
//! if what comes of it is not as promised.
//!
//! `cargo xtask fuzz` looks for such bytes; `cargo test --package b24-fuzz` tries those that were found, and the others of the corpus.

mod host;
#[path = "../../tests/core/native_platform.rs"]
mod native_platform;
mod targets;

use host::Host as Platform;
pub use targets::{TARGETS, Target, named};
