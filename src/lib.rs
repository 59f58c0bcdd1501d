//! Typed, complete Bitrix24 users (`im.user.*`) for the browser, from an OAuth token.
//!
//! This crate is the core of the npm package `b24-users`.
//!
//! # Layout
//!
//! A request goes down through these layers; a module uses only those below it:
//!
//! - `bindings`: the wasm-bindgen exports and the `fetch` transport, the only module that knows
//!   JavaScript.
//! - [`client`]: the public methods and their options.
//! - `loader`: from ids to users, and from chats to members: cache, single-flight, batches.
//! - `rest`: one REST request: its limits, its retries, and its response.
//! - [`host`]: the traits of the environment, combined into one.
//! - [`transport`]: the trait that sends one HTTP request, and its errors.
//! - [`protocol`]: the portal's wire language, in both directions.
//! - [`auth`]: credentials, tokens and their refresh, portal addresses, and secrets.
//! - [`rate_limit`]: the leaky bucket, the operating time, permits and their fair queue.
//! - [`model`]: the data that callers receive: users, lists and events.
//! - [`error`]: errors, their codes and their classification.
//! - [`ids`]: user ids: parsing, validation, and maps by id.
//! - [`time`]: points in time and spans, the clock, and timeouts.
//! - `text`: quoting and truncation of strings for messages.
//!
//! All but `bindings` is pure Rust, tested natively with a virtual clock.

pub mod auth;
#[cfg(target_arch = "wasm32")]
pub mod bindings;
pub mod client;
pub mod error;
pub mod host;
pub mod ids;
mod loader;
pub mod model;
pub mod protocol;
pub mod rate_limit;
mod rest;
mod text;
pub mod time;
pub mod transport;

pub use error::{Error, Result};
