//! What callers get: users and lists of them, in the normalised form, with nothing of the wire left.

mod bot;
mod event;
mod issue;
mod list;
mod phones;
mod record;
mod rest;
mod safe_url;
mod user;

pub use bot::BotData;
pub use event::{ClientEvent, ClientEventKind, Stats, WaitReason};
pub use issue::UserIssue;
pub use list::{FailedIds, Timing, UserChunk, UserList};
pub use phones::Phones;
pub(crate) use record::FromRow;
pub use record::Record;
pub use rest::RestTime;
pub use safe_url::is_safe_url;
pub use user::User;
