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
mod adversarial;
mod answers;
mod batch;
mod batch_order;
mod batch_responses;
mod chats;
mod chunked_transport;
mod cors;
mod deadlines;
mod decoding;
mod delivered_results;
mod error_bodies;
mod error_codes;
mod errors;
mod events;
mod failures;
mod fairness;
mod fake_server;
mod fault_matrix;
mod filters;
mod freshness;
mod get_users;
mod helpers;
mod id_forms;
mod id_pages;
mod ids;
mod layers;
mod load_user;
mod native_platform;
mod operating_time;
mod oracle;
mod page_refusals;
mod partial_responses;
mod portal_moved;
mod portal_versions;
mod properties;
mod rate_limits;
mod raw_call;
mod reading;
mod records;
mod request_form;
mod scopes;
mod scripted_server;
mod secrets;
mod slow_lists;
mod slow_tokens;
mod status;
mod stub_portal;
mod token_refresh;
mod tokens;
mod user_factory;
mod user_load;
mod user_object;
mod user_stream;
mod virtual_host;

use virtual_host::VirtualHost as Platform;
