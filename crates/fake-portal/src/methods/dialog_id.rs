//! Parses dialog ids, such as `chat12`, by which parameters identify chats.

use crate::directory::chats;

/// Converts a dialog id to a chat id: `chat12` is chat 12, and `sg7` is the chat of workgroup 7.
/// Returns 0, which is no chat, for workgroups without a chat and for `crm` dialogs. Returns `None`
/// for an invalid dialog id.
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
