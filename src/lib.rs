//! Typed, complete Bitrix24 users (`im.user.*`) for the browser, from an OAuth token.
//!
//! This crate is the core of the npm package `b24-users`.
//!
//! # Layout
//!
//! A request passes through these layers from top to bottom. A module uses only modules below it:
//!
//! - `bindings`: the wasm-bindgen exports and the `fetch` transport. The only module that knows
//!   JavaScript.
//! - [`client`]: the public methods and their options.
//! - `loader`: from ids to users, and from chats to members: cache, single-flight, batches.
//! - `rest`: one REST request: its limits, its retries, and its response.
//! - [`host`]: the traits of the environment, combined into one.
//! - [`transport`]: the trait that sends one HTTP request, and its errors.
//! - [`protocol`]: the portal's wire format, for requests and responses.
//! - [`auth`]: credentials, tokens and their refresh, portal addresses, and secrets.
//! - [`rate_limit`]: the leaky bucket, the operating time, and permits with their fair queue.
//! - [`model`]: the data that callers receive: users, lists and events.
//! - [`error`]: errors, their codes and their classification.
//! - [`ids`]: user ids: parsing, validation, and maps by id.
//! - [`time`]: points in time, spans, the clock, and timeouts.
//! - `text`: quoting and truncation of strings for messages.
//!
//! Every module except `bindings` is pure Rust, and is tested natively with a virtual clock.

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
