//! The pure core, from outside: whole calls in a world of virtual time.

// There is no wasm in this test: the binding has its own.
#![cfg(not(target_arch = "wasm32"))]

mod addresses;
mod decoding;
mod errors;
mod get_users;
mod ids;
mod properties;
mod records;
mod requests;
mod secrets;
mod tokens;
mod world;
