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
pub use event::{ClientEvent, Happening, Stats, WaitReason};
pub use issue::UserIssue;
pub use list::{Failure, TimeSpent, UserList, UserPart};
pub use phones::Phones;
pub(crate) use record::FromRow;
pub use record::Record;
pub use rest::RestTime;
pub use safe_url::is_harmless;
pub use user::User;
