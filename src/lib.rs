//! Typed, complete Bitrix24 users (`im.user.*`) for the browser, from an OAuth token.
//!
//! This crate is the inside of the npm package `b24-users`. The modules follow the way of one call:
//!
//! 1. [`ids`]: what is a user id, and what is refused before anything is sent;
//! 2. [`plan`]: which requests a call needs;
//! 3. [`auth`] and [`portal`]: who is calling, and where to;
//! 4. [`admit`]: when a request may leave;
//! 5. [`send`]: how it gets out, and how long it may take;
//! 6. [`wire`]: the portal's own language, both ways;
//! 7. [`decide`]: what to do about a failure;
//! 8. [`model`] and [`error`]: what callers get;
//! 9. [`client`]: the whole way, with what clients remember and share.
//!
//! All of that is pure: the network, time and the application's own functions come in as traits ([`send::Host`]).
//! Only the module `bindings`, compiled for WebAssembly, knows JavaScript.

pub mod admit;
pub mod auth;
#[cfg(target_arch = "wasm32")]
pub mod bindings;
pub mod client;
pub mod decide;
pub mod error;
pub mod ids;
pub mod model;
pub mod plan;
pub mod portal;
pub mod send;
mod shorten;
pub mod wire;

pub use error::{Error, Result};
