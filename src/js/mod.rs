//! The binding: the only place that knows JavaScript.
//!
//! It exports one class, [`Client`], for the hand-written part of the package, which no user of the package meets. Values come
//! in as they are and are converted here, never in the ABI; they go out as plain objects. The class's methods take `&self`
//! and own all that they need, so that nothing stays borrowed while they wait.

mod client;
mod fetch;
mod host;
mod ids;
mod reply;
mod settings;
mod signal;

pub use client::Client;
