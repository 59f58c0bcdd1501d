//! Runs the library on arbitrary bytes. A target takes the bytes for a response or a caller's input
//! and panics if the library breaks a promise.
//!
//! `cargo xtask fuzz` searches for such bytes. `cargo test --package b24-fuzz` runs the corpus,
//! which includes all bytes that were found.

mod host;
#[path = "../../tests/core/native_platform.rs"]
mod native_platform;
mod targets;

use host::Host as Platform;
pub use targets::{TARGETS, Target, find_target};
