//! The options of a new portal, such as its users, chats and origin.

use crate::{
    Directory, Edition,
    directory::{Person, chats::CustomChats},
};

/// The options of a new portal.
#[derive(Debug, Clone)]
pub struct PortalOptions {
    /// The seed from which users and credentials are generated.
    pub seed: u64,
    /// The largest id of a generated user.
    pub max_user_id: u64,
    /// Custom users, who replace all generated users; `None` for generated users.
    pub custom_people: Option<Vec<Person>>,
    /// Custom chats, in addition to the standard chats.
    pub chats: CustomChats,
    /// The portal's origin, without a trailing slash.
    pub origin: String,
    /// The edition that is imitated.
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
    /// The directory of the users that these options describe.
    #[must_use]
    pub fn directory(&self) -> Directory {
        self.custom_people.clone().map_or_else(
            || Directory::generated(self.seed, self.max_user_id),
            Directory::from_people,
        )
    }
}
