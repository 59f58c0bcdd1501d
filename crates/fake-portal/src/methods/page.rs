//! What paging methods and chat methods have in common: where a page begins, and which chat a name means.

use super::Reply;
use crate::{
    directory::chats,
    php::{Array, Value, intval},
};

/// Where a page begins: `start`, or what the method itself calls it.
pub(super) fn offset(params: &Array) -> usize {
    let positive = |name| params.get(name).map(intval).filter(|&number| number > 0);
    positive("START")
        .or_else(|| positive("OFFSET"))
        .map_or(0, |offset| usize::try_from(offset).unwrap_or(usize::MAX))
}

/// How long it is.
pub(super) fn limit(params: &Array, default: usize, most: usize) -> usize {
    let asked = params.get("LIMIT").map(intval).and_then(|limit| usize::try_from(limit).ok());
    asked.filter(|&limit| limit > 0).map_or(default, |limit| limit.min(most))
}

/// A page of so many rows, with what tells where the next one begins.
pub(super) fn page(result: impl Into<Value>, rows: usize, offset: usize, total: usize) -> Reply {
    let end = offset.saturating_add(rows);
    Reply {
        next: (end < total).then_some(end as u64),
        total: Some(total as u64),
        users: rows,
        ..Reply::of(result)
    }
}

/// The chat that `chat12` or `sg7` means; 0, which is no chat's id, where there is none. None if it is no name of a chat.
pub(super) fn chat_of(name: &str) -> Option<u64> {
    let name = name.to_ascii_lowercase();
    let number = |prefix: &str| name.strip_prefix(prefix).and_then(digits);
    number("chat")
        .or_else(|| Some(number("sg").map(chats::of_group)?.unwrap_or_default()))
        .or_else(|| number("crm").map(|_| 0))
}

/// A number that is written in digits only.
pub(super) fn digits(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}
