//! A bare machine: a Debian with Rust and Node and nothing else, in a folder of its own.

mod checkout;
mod debian;
mod host;
mod root;

pub use checkout::{PROJECT_FOLDER, STEP as CHECKOUT};
pub use debian::STEP as DEBIAN;
pub use host::STEP as RUST_AND_NODE;
pub use root::Root;
