//! What callers get: users and lists of them, in the normalised form, with nothing of the wire left.

mod bot;
mod issue;
mod list;
mod phones;
mod user;

pub use bot::BotData;
pub use issue::UserIssue;
pub use list::{Failure, TimeSpent, UserList};
pub use phones::Phones;
pub use user::User;
