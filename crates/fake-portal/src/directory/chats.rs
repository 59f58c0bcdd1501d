//! Chats and their members. The standard chats are the same on every portal.

use super::Directory;
use std::collections::{BTreeMap, BTreeSet};

/// The id of the chat of all employees. `im.chat.user.list` refuses to return its members.
pub const GENERAL_CHAT: u64 = 1;
/// The id of a chat with twelve members of different kinds.
pub const MIXED_CHAT: u64 = 12;
/// The id of a chat without user 1, the owner of the webhook and of the access token.
pub const PRIVATE_CHAT: u64 = 13;
/// The id of a chat with 500 members: user 1, and the users with the lowest ids above 100. On a
/// small portal, the chat has fewer members.
pub const LARGE_CHAT: u64 = 500;
/// The id of a chat with 5000 members: the users with the lowest ids. On a small portal, all users
/// are members.
pub const HUGE_CHAT: u64 = 5000;
/// The id of the workgroup to which the mixed chat belongs.
pub const MIXED_CHAT_GROUP: u64 = 7;

/// Maximum number of members of the large chat. A portal with fewer users has fewer members.
const LARGE_CHAT_SIZE: usize = 500;
/// Maximum number of members of the huge chat. A portal with fewer users has fewer members.
const HUGE_CHAT_SIZE: usize = 5000;
/// The ids of the members of the mixed chat. All are fixtures (predefined users), among them a
/// dismissed user, a bot, a guest and a customer.
const MIXED_CHAT_MEMBERS: [u64; 12] = [1, 4, 5, 17, 61, 72, 74, 90, 105, 106, 107, 108];
const PRIVATE_CHAT_MEMBERS: [u64; 2] = [4, 5];

/// The chats that a test configures. They replace standard chats with the same id, and every
/// employee may see their members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomChats(BTreeMap<u64, BTreeSet<u64>>);

impl CustomChats {
    /// Creates chats from the ids of their members, by chat id.
    ///
    /// # Errors
    ///
    /// A chat id is 0 or that of the general chat, or a member does not exist.
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

    /// The ids of those members of a chat who exist in `directory`, in ascending order. `None` if
    /// the chat does not exist or the caller may not see it.
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

/// The ids of the members of a standard chat; `None` if there is no such chat.
fn standard_members(directory: &Directory, chat: u64) -> Option<Vec<u64>> {
    Some(match chat {
        GENERAL_CHAT => directory.ids().take(LARGE_CHAT_SIZE).collect(),
        MIXED_CHAT => MIXED_CHAT_MEMBERS.into(),
        PRIVATE_CHAT => PRIVATE_CHAT_MEMBERS.into(),
        // These ids are mostly generated users, not fixtures.
        LARGE_CHAT => {
            directory.ids().filter(|&id| id == 1 || id > 100).take(LARGE_CHAT_SIZE).collect()
        }
        HUGE_CHAT => directory.ids().take(HUGE_CHAT_SIZE).collect(),
        _ => return None,
    })
}

/// The id of the chat that belongs to a workgroup; `None` if there is no such chat.
#[must_use]
pub fn chat_of_group(group: u64) -> Option<u64> {
    (group == MIXED_CHAT_GROUP).then_some(MIXED_CHAT)
}
