//! Parses dialog ids, such as `chat12`, by which parameters identify chats.

use crate::directory::chats;

/// Parses a dialog id to the id of a chat. `chat12` names a chat by its id, and `sg7` the chat of a
/// workgroup. 0 if the portal has no such chat; `None` if the dialog id is invalid.
pub(super) fn parse_chat_id(name: &str) -> Option<u64> {
    let name = name.to_ascii_lowercase();
    let number = |prefix: &str| name.strip_prefix(prefix).and_then(parse_digits);
    number("chat")
        .or_else(|| Some(number("sg").map(chats::chat_of_group)?.unwrap_or_default()))
        .or_else(|| number("crm").map(|_| 0))
}

/// Parses a string of digits; `None` if the string has other characters.
pub(super) fn parse_digits(string: &str) -> Option<u64> {
    string.parse().ok().filter(|_| string.bytes().all(|byte| byte.is_ascii_digit()))
}
