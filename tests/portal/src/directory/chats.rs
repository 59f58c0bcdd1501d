//! The chats of the portal, few and the same on every portal.

use super::Directory;

/// The chat of all employees, whose people are nobody's business.
pub const GENERAL: u64 = 1;
/// A chat of a dozen people of all kinds.
pub const DOZEN: u64 = 12;
/// A chat that the owner of the webhook is not in.
pub const CLOSED: u64 = 13;
/// A chat of five hundred people.
pub const LARGE: u64 = 500;
/// A chat of five thousand people.
pub const CROWD: u64 = 5000;
/// The workgroup that the chat of a dozen people belongs to.
pub const DOZENS_GROUP: u64 = 7;

/// How many people the large chat has, if there are enough.
const LARGE_SIZE: usize = 500;
/// And the crowd.
const CROWD_SIZE: usize = 5000;
/// Somebody from all corners of the cast: a dismissed man and a bot, guests and customers.
const DOZEN_PEOPLE: [u64; 12] = [1, 4, 5, 17, 61, 72, 74, 90, 105, 106, 107, 108];
const CLOSED_PEOPLE: [u64; 2] = [4, 5];

/// The ids of a chat's people, in ascending order. None if there is no such chat.
#[must_use]
pub fn people(directory: &Directory, chat: u64) -> Option<Vec<u64>> {
    let ids: Vec<u64> = match chat {
        GENERAL => directory.ids().take(LARGE_SIZE).collect(),
        DOZEN => DOZEN_PEOPLE.into(),
        CLOSED => CLOSED_PEOPLE.into(),
        // Most of them are not in the cast.
        LARGE => directory.ids().filter(|&id| id == 1 || id > 100).take(LARGE_SIZE).collect(),
        CROWD => directory.ids().take(CROWD_SIZE).collect(),
        _ => return None,
    };
    Some(ids.into_iter().filter(|&id| directory.contains(id)).collect())
}

/// The chat of a workgroup.
#[must_use]
pub fn of_group(group: u64) -> Option<u64> {
    (group == DOZENS_GROUP).then_some(DOZEN)
}
