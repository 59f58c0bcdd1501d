//! User ids and chats: parsing, validation, and maps by id.

mod chat;
mod id_input;
mod id_list;
mod id_map;
mod user_id;

pub use chat::Chat;
pub use id_input::IdInput;
pub use id_list::{IdList, InvalidId, OnInvalid};
pub use id_map::{IdMap, IdSet, IntegerKey, KeyMap};
pub use user_id::{MAX_ID, UserId};
