//! The pure core, from outside: whole calls in a world of virtual time.

// There is no wasm in this test: the binding has its own.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::cast_precision_loss,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "tests have small numbers, and write values down where they are used"
)]

mod addresses;
mod answers;
mod arriving;
mod batches;
mod builder;
mod call;
mod chats;
mod commands;
mod deadlines;
mod decoding;
mod embedded;
mod error_bodies;
mod error_codes;
mod errors;
mod fault_matrix;
mod filters;
mod freshness;
mod get_users;
mod hostile;
mod id_forms;
mod ids;
mod kept;
mod limits;
mod line;
mod load_user;
mod operating_time;
mod oracle;
mod order;
mod origins;
mod own_methods;
mod page_refusals;
mod platform;
mod portal;
mod properties;
mod queue;
mod reading;
mod records;
mod renamed;
mod renewals;
mod requests;
mod resolver;
mod scopes;
mod secrets;
mod short;
mod slow_lists;
mod slow_tokens;
mod stream;
mod telling;
mod tokens;
mod traffic;
mod trouble;
mod user_ids;
mod user_object;
mod versions;
mod world;

use world::World as Platform;
