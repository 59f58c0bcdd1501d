//! The core through its public API, on a virtual clock.

// The bindings have their own tests.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::cast_precision_loss,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "tests have small numbers, and write values down where they are used"
)]

mod adversarial;
mod batch;
mod batch_order;
mod batch_responses;
mod batching_and_splitting;
mod cache;
mod chats;
mod chunked_server;
mod classify;
mod cors;
mod deadlines;
mod delivered_results;
mod error_bodies;
mod error_codes;
mod error_pages;
mod events;
mod fairness;
mod fake_server;
mod fault_matrix;
mod filters;
mod get_users;
mod golden_decoding;
mod helpers;
mod id_formats;
mod id_pages;
mod ids;
mod layers;
mod list_responses;
mod load_user;
mod native_platform;
mod operating_time;
mod oracle;
mod partial_failures;
mod partial_responses;
mod portal_address;
mod portal_moved;
mod portal_versions;
mod properties;
mod rate_limits;
mod raw_call;
mod reader_differential;
mod redaction;
mod request_form;
mod scopes;
mod scripted_server;
mod single_user_and_status;
mod slow_pages;
mod slow_tokens;
mod startup_methods;
mod stub_portal;
mod token_refresh;
mod tokens;
mod user_codec_generator;
mod user_object;
mod user_records;
mod user_stream;
mod virtual_host;

use virtual_host::VirtualHost as Host;
