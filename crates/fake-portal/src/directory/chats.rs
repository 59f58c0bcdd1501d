//! Chats and their members. The standard chats are the same on every portal.

use super::Directory;
use std::collections::{BTreeMap, BTreeSet};

/// The chat of all employees. No method returns its members.
pub const GENERAL_CHAT: u64 = 1;
/// A chat of twelve users of all kinds.
pub const MIXED_CHAT: u64 = 12;
/// A chat without the owner of the webhook.
pub const PRIVATE_CHAT: u64 = 13;
/// A chat of 500 users, or fewer if the portal has fewer: user 1, and those with ids above 100.
pub const LARGE_CHAT: u64 = 500;
/// A chat of 5000 users, or of all if the portal has fewer: those with the lowest ids.
pub const HUGE_CHAT: u64 = 5000;
/// The workgroup of the mixed chat.
pub const MIXED_CHAT_GROUP: u64 = 7;

/// The number of members of the large chat, if the portal has enough users.
const LARGE_CHAT_SIZE: usize = 500;
/// The number of members of the huge chat, if the portal has enough users.
const HUGE_CHAT_SIZE: usize = 5000;
/// Fixtures of many kinds, among them a dismissed user, a bot, a guest and a customer.
const MIXED_CHAT_MEMBERS: [u64; 12] = [1, 4, 5, 17, 61, 72, 74, 90, 105, 106, 107, 108];
const PRIVATE_CHAT_MEMBERS: [u64; 2] = [4, 5];

/// Custom chats, which replace standard chats of the same id. Every employee may see the members of
/// custom chats.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomChats(BTreeMap<u64, BTreeSet<u64>>);

impl CustomChats {
    /// Creates chats from the ids of their members.
    ///
    /// # Errors
    ///
    /// An invalid chat id, or an unknown member.
    pub fn new(chats: BTreeMap<u64, BTreeSet<u64>>, directory: &Directory) -> Result<Self, String> {
        for (&chat, members) in &chats {
            if chat == 0 {
                return Err("`chats`: ids are above 0".into());
            }
            if chat == GENERAL_CHAT {
                return Err("`chats`: 1 is the general chat, whose members are hidden".into());
            }
            if let Some(id) = members.iter().find(|&&id| !directory.contains(id)) {
                return Err(format!("`chats`: there is no user {id} for chat {chat}"));
            }
        }
        Ok(Self(chats))
    }

    /// The ids of a chat's members, in ascending order. `None` if the chat does not exist or the
    /// caller must not see it.
    #[must_use]
    pub fn member_ids(
        &self,
        directory: &Directory,
        chat: u64,
        caller: u64,
        is_employee: bool,
    ) -> Option<Vec<u64>> {
        let custom = self.0.get(&chat);
        let members = custom.map_or_else(
            || standard_members(directory, chat),
            |custom| Some(custom.iter().copied().collect()),
        )?;
        let is_open = custom.is_some() && is_employee;
        (is_open || members.contains(&caller))
            .then(|| members.into_iter().filter(|&id| directory.contains(id)).collect())
    }
}

/// The members of a standard chat.
fn standard_members(directory: &Directory, chat: u64) -> Option<Vec<u64>> {
    Some(match chat {
        GENERAL_CHAT => directory.ids().take(LARGE_CHAT_SIZE).collect(),
        MIXED_CHAT => MIXED_CHAT_MEMBERS.into(),
        PRIVATE_CHAT => PRIVATE_CHAT_MEMBERS.into(),
        // Mostly generated users rather than fixtures.
        LARGE_CHAT => {
            directory.ids().filter(|&id| id == 1 || id > 100).take(LARGE_CHAT_SIZE).collect()
        }
        HUGE_CHAT => directory.ids().take(HUGE_CHAT_SIZE).collect(),
        _ => return None,
    })
}

/// The chat of a workgroup.
#[must_use]
pub fn chat_of_group(group: u64) -> Option<u64> {
    (group == MIXED_CHAT_GROUP).then_some(MIXED_CHAT)
}
