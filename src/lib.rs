//! Typed, complete Bitrix24 users (`im.user.*`) for the browser, from an OAuth token.
//!
//! This crate is the inside of the npm package `b24-users`. The modules follow the way of one call:
//!
//! 1. [`ids`]: what is a user id, and what is refused before anything is sent;
//! 2. [`plan`]: which requests a call needs;
//! 3. [`auth`] and [`portal`]: who is calling, and where to;
//! 4. [`send`]: how requests get out, and how long they may take;
//! 5. [`wire`]: the portal's own language, both ways;
//! 6. [`model`] and [`error`]: what callers get;
//! 7. [`client`]: the whole way.
//!
//! All of that is pure: the network, time and the application's own functions come in as traits ([`send::Host`]).
//! Only the module `js`, compiled for WebAssembly, knows JavaScript.

pub mod auth;
pub mod client;
pub mod error;
pub mod ids;
#[cfg(target_arch = "wasm32")]
pub mod js;
pub mod model;
pub mod plan;
pub mod portal;
pub mod send;
pub mod wire;

pub use error::{Error, Result};
