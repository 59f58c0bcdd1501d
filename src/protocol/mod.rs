//! The portal's wire language: how requests are written and responses are parsed. The portal's
//! names, except error codes, stay in here.
//!
//! Sending and retries are in `rest`, error codes in `error`, users as callers get them in `model`.
//!
//! Where JSON parsers may differ, this one follows `JSON.parse` and `TextDecoder`:
//! - A number is an integer by its value, however it is written: `4`, `4.0`, `0.4e1`. So is a
//!   string of digits.
//! - The last value of a duplicate key counts; for users taken from a response that is still
//!   arriving, the first.
//! - Bytes that are not UTF-8, and lone surrogates such as `\ud83d`, become U+FFFD. A byte order
//!   mark is skipped.
//! - In users, nesting deeper than 127 levels and numbers out of the range of `f64` are rejected.
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
mod native_users;
mod raw_json;
mod request_size;
mod response_parser;
mod rest_response;
mod rest_time;
mod user_ids;
mod user_ref;
mod users_by_id;

pub use arrived_user::ArrivedUser;
pub use batch::{OnFailure, batch_form, missing_result_error, read_batch, read_partial_batch};
pub use chunk::{Chunk, ChunkHandle};
pub use command_reference::CommandReference;
pub use filter::filter_params;
pub use form::{
    Params, borrow_params, encode_form, encode_query, referenced_users_query, users_form,
    users_query,
};
pub use native_users::build_native_users;
pub use raw_json::RawJson;
pub use request_size::{DEFAULT_IDS_PER_CALL, MAX_COMMANDS_PER_BATCH, MAX_FORM_FIELDS};
pub use response_parser::ResponseParser;
pub use rest_response::{RestResponse, RestResponseInner};
pub use user_ids::{ID_FIELD, read_user_ids};
pub use user_ref::UserRef;
pub use users_by_id::{UsersById, unrequested_user_error};
