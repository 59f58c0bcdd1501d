//! Dialog ids: the names of chats and users in parameters.

use crate::directory::chats;

/// The id of the chat that `chat12` or `sg7` names; 0 if there is no such chat. `None` if the name
/// is invalid.
pub(super) fn parse_chat_id(name: &str) -> Option<u64> {
    let name = name.to_ascii_lowercase();
    let number = |prefix: &str| name.strip_prefix(prefix).and_then(parse_digits);
    number("chat")
        .or_else(|| Some(number("sg").map(chats::chat_of_group)?.unwrap_or_default()))
        .or_else(|| number("crm").map(|_| 0))
}

/// Parses a number that consists of digits only.
pub(super) fn parse_digits(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}
