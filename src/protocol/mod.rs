//! The portal's own language: how requests are written and answers read. Its names stay in here.
//!
//! What readers of JSON may differ in is settled as follows, the way `JSON.parse` and `TextDecoder` have it:
//! - A whole number is one by its value, however it is written: `4`, `4.0`, `0.4e1`. So is a string of digits.
//! - Of a key that comes twice, the last value counts; for those who take users while their answer arrives, the first that was read.
//! - Bytes that are not UTF-8, and lone surrogates such as `\ud83d`, become U+FFFD. A byte order mark is skipped.
//! - Nesting deeper than 128 levels is refused, and so are numbers that no `f64` holds, in all that becomes a user.
//!
//! Results that are handed on as they are (`call`, `batch`) are not read at all: their texts are [`Json`].

mod batch;
mod build;
mod envelope;
mod error_body;
mod filter;
mod form;
mod limits;
mod partial_user;
mod raw_json;
mod reference;
mod user_ids;
mod user_ref;
mod users;

pub use batch::{batch_form, read_batch, read_partial_batch};
pub use build::build_users;
pub use envelope::{ResponseParser, ResponseParts, RestResponse};
pub use filter::filter_params;
pub use form::{MAX_FORM_FIELDS, chat_users_query, form, query, users_form, users_query};
pub use limits::{CALLS_PER_BATCH, IDS_PER_CALL};
pub use partial_user::PartialUser;
pub use raw_json::RawJson;
pub use reference::Reference;
pub use user_ids::{ROW_ID, read_ids};
pub use user_ref::{UserRef, Window};
pub use users::{Users, unexpected_user_error};

/// Methods, by the portal's names.
pub mod method {
    /// Users by their ids.
    pub const USER_LIST_GET: &str = "im.user.list.get";
    /// One user, or the caller.
    pub const USER_GET: &str = "im.user.get";
    /// The caller's status.
    pub const USER_STATUS_GET: &str = "im.user.status.get";
    /// Sets it.
    pub const USER_STATUS_SET: &str = "im.user.status.set";
    /// The caller has left the desk.
    pub const USER_STATUS_IDLE_START: &str = "im.user.status.idle.start";
    /// And is back.
    pub const USER_STATUS_IDLE_END: &str = "im.user.status.idle.end";
    /// The ids of a chat's people.
    pub const CHAT_USER_LIST: &str = "im.chat.user.list";
    /// A chat's people, page by page, without the dismissed.
    pub const DIALOG_USERS_LIST: &str = "im.dialog.users.list";
    /// Users by a filter, page by page.
    pub const USERS: &str = "user.get";
    /// Users by what they are called, page by page.
    pub const USERS_SEARCH: &str = "user.search";
    /// Up to 50 calls of other methods in one.
    pub const BATCH: &str = "batch";
}
