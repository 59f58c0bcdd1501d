//! The portal's own language: how requests are written and answers read. Its names stay in here.
//!
//! What readers of JSON may differ in is settled as follows, the way `JSON.parse` and `TextDecoder` have it:
//! - A whole number is one by its value, however it is written: `4`, `4.0`, `0.4e1`. So is a string of digits.
//! - Of a key that comes twice, the last value counts.
//! - Bytes that are not UTF-8, and lone surrogates such as `\ud83d`, become U+FFFD. A byte order mark is skipped.
//! - Nesting deeper than 128 levels is refused, and so are numbers that no `f64` holds.

mod batch;
mod departments;
mod envelope;
mod fields;
mod form;
mod moment;
mod records;
mod text;
mod user;
mod website;

pub use batch::{batch_form, read_batch};
pub use envelope::{Answer, Time, read_answer};
pub use form::{form, users_form, users_query};
pub use records::{Record, read_one_user, read_records, unexpected};
pub use user::read_user;

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
    /// Up to 50 calls of other methods in one.
    pub const BATCH: &str = "batch";
}
