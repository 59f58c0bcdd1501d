//! The chats of the portal, few and the same on every portal.

use super::Directory;
use std::collections::{BTreeMap, BTreeSet};

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

/// Chats of one's own, beside the standard ones or in their place. They are open chats: every
/// employee is told who is in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chats(BTreeMap<u64, BTreeSet<u64>>);

impl Chats {
    /// Chats with these people, by their ids.
    ///
    /// # Errors
    ///
    /// A chat that cannot be, or somebody who is not there.
    pub fn new(chats: BTreeMap<u64, BTreeSet<u64>>, directory: &Directory) -> Result<Self, String> {
        for (&chat, people) in &chats {
            if chat == 0 {
                return Err("`chats`: ids are above 0".into());
            }
            if chat == GENERAL {
                return Err("`chats`: 1 is the general chat, whose people nobody is told".into());
            }
            if let Some(id) = people.iter().find(|&&id| !directory.contains(id)) {
                return Err(format!("`chats`: there is no user {id} for chat {chat}"));
            }
        }
        Ok(Self(chats))
    }

    /// The ids of a chat's people, in ascending order. None if there is no such chat, or the caller,
    /// an employee or not, may not see it.
    #[must_use]
    pub fn people(
        &self,
        directory: &Directory,
        chat: u64,
        caller: u64,
        is_employee: bool,
    ) -> Option<Vec<u64>> {
        let own = self.0.get(&chat);
        let people =
            own.map_or_else(|| standard(directory, chat), |own| Some(own.iter().copied().collect()))?;
        let is_open = own.is_some() && is_employee;
        (is_open || people.contains(&caller))
            .then(|| people.into_iter().filter(|&id| directory.contains(id)).collect())
    }
}

/// Who is in a standard chat.
fn standard(directory: &Directory, chat: u64) -> Option<Vec<u64>> {
    Some(match chat {
        GENERAL => directory.ids().take(LARGE_SIZE).collect(),
        DOZEN => DOZEN_PEOPLE.into(),
        CLOSED => CLOSED_PEOPLE.into(),
        // Most of them are not in the cast.
        LARGE => directory.ids().filter(|&id| id == 1 || id > 100).take(LARGE_SIZE).collect(),
        CROWD => directory.ids().take(CROWD_SIZE).collect(),
        _ => return None,
    })
}

/// The chat of a workgroup.
#[must_use]
pub fn of_group(group: u64) -> Option<u64> {
    (group == DOZENS_GROUP).then_some(DOZEN)
}
