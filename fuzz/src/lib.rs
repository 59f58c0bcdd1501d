//! Fuzz targets. A target runs the library with arbitrary bytes as a response or as a caller's
//! input, and panics if the library violates an invariant.
//!
//! `cargo xtask fuzz` searches for inputs that make a target panic. `cargo test --package b24-fuzz`
//! runs all targets on the corpus, which includes the inputs found so far.

mod host;
#[path = "../../tests/core/native_platform.rs"]
mod native_platform;
mod targets;

use host::Host;
pub use targets::{TARGETS, Target, find_target};
