//! The options of a new portal: its users, chats, origin and edition.

use crate::{
    Directory, Edition,
    directory::{Person, chats::CustomChats},
};

/// The options of a new portal.
#[derive(Debug, Clone)]
pub struct PortalOptions {
    /// The seed of the generated users and credentials.
    pub seed: u64,
    /// The largest id of the generated users.
    pub max_user_id: u64,
    /// Custom users in place of generated users.
    pub custom_people: Option<Vec<Person>>,
    /// Custom chats in addition to the standard chats.
    pub chats: CustomChats,
    /// The portal's origin, without a trailing slash.
    pub origin: String,
    /// The edition that the portal imitates.
    pub edition: Edition,
}

impl Default for PortalOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            max_user_id: 1000,
            custom_people: None,
            chats: CustomChats::default(),
            origin: "https://example.bitrix24.com".into(),
            edition: Edition::default(),
        }
    }
}

impl PortalOptions {
    /// The directory of users that these options describe.
    #[must_use]
    pub fn directory(&self) -> Directory {
        self.custom_people.clone().map_or_else(
            || Directory::generated(self.seed, self.max_user_id),
            Directory::from_people,
        )
    }
}
