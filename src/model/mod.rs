//! The data that callers receive: users, lists, events and counters. All types are plain data.

mod bot_data;
mod event;
mod phones;
mod progress;
mod record;
mod rest_time;
mod safe_url;
mod stats;
mod timing;
mod user;
mod user_issue;
mod user_list;

pub use bot_data::BotData;
pub use event::{ClientEvent, ClientEventKind, WaitReason};
pub use phones::Phones;
pub use progress::Progress;
pub use record::Record;
pub(crate) use record::RowValue;
pub use rest_time::RestTime;
pub use safe_url::is_safe_url;
pub use stats::Stats;
pub use timing::Timing;
pub use user::User;
pub use user_issue::UserIssue;
pub use user_list::{FailedIds, UserChunk, UserList};
