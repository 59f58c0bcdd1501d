//! The portal's wire format: how requests are written and how responses are parsed. Except for
//! error codes, no other module knows the names that the portal uses.
//!
//! Sending and retries are in `rest`, error codes in `error`, and users as callers get them in
//! `model`.
//!
//! JSON parsers differ in some details. This one follows `JSON.parse` and `TextDecoder`:
//! - A number is an integer by its value, however it is written: `4`, `4.0`, `0.4e1`. A string of
//!   digits is an integer too.
//! - Of several values with the same key, the last counts. The exception is a user that is
//!   delivered while its response is still arriving: there, the first counts.
//! - Bytes that are not UTF-8, and lone surrogates such as `\ud83d`, become U+FFFD. A byte order
//!   mark is skipped.
//! - Users with nesting deeper than 127 levels, or with numbers out of the range of `f64`, are
//!   rejected.
//!
//! Results that are returned unchanged (`call`, `batch`) are not parsed: they stay [`RawJson`].

mod arrived_user;
mod batch;
mod chunk;
mod command_reference;
mod error_body;
mod filter;
mod form;
pub mod method;
mod raw_json;
mod request_limits;
mod response_parser;
mod rest_response;
mod rest_time;
mod user_ids;
mod user_ref;
mod users_by_id;
mod users_from_record_chunk;

pub use arrived_user::ArrivedUser;
pub use batch::{OnFailure, batch_form, missing_result_error, read_batch, read_halted_batch};
pub use chunk::{Chunk, ChunkHandle};
pub use command_reference::CommandReference;
pub use filter::filter_params;
pub use form::{
    Params, borrow_params, encode_form, encode_query, referenced_users_query, users_form,
    users_query,
};
pub use raw_json::RawJson;
pub use request_limits::{DEFAULT_IDS_PER_CALL, MAX_COMMANDS_PER_BATCH, MAX_FORM_FIELDS};
pub use response_parser::ResponseParser;
pub use rest_response::{RestResponse, RestResponseInner};
pub use user_ids::{ID_FIELD, read_user_ids};
pub use user_ref::UserRef;
pub use users_by_id::{UsersById, unrequested_user_error};
pub use users_from_record_chunk::users_from_record_chunk;
