//! User ids and chats: parsing, validation, and maps keyed by id.
//!
//! The errors about invalid input are in `error`; the ids on the wire are read in `protocol`.

mod chat;
mod id_input;
mod id_list;
mod id_map;
mod user_id;

pub use chat::Chat;
pub use id_input::IdInput;
pub use id_list::{IdList, InvalidId, OnInvalid};
pub use id_map::{IdMap, IdSet, Key, KeyIndex};
pub use user_id::{MAX_ID, UserId};

/// Default of `limits.maxIds`: entries in the ids of one call. The TypeScript of the package has
/// the same number.
pub const MAX_IDS: usize = 1_000_000;
