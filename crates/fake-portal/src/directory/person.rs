//! A user as the portal's database stores it, independent of the JSON in responses.

use crate::Millis;

/// A user, such as an employee, a guest or a bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: u64,
    /// Whether the user is active; `false` after dismissal.
    pub active: bool,
    /// The full name, in the portal's name format.
    pub name: String,
    /// The first name.
    pub first_name: String,
    /// The last name; `None` if the user has none.
    pub last_name: Option<String>,
    /// The position; `None` if the user has none.
    pub work_position: Option<String>,
    /// The colour behind the user's initials, as `#rrggbb`.
    pub color: String,
    /// The avatar; `None` if the user has none.
    pub avatar: Option<Avatar>,
    /// The gender.
    pub gender: Gender,
    /// The birthday as `DD-MM`; empty if unknown.
    pub birthday: String,
    /// The kind of user.
    pub kind: PersonKind,
    /// The sign-in method, which is sent as `external_auth_id`.
    pub external_auth_id: String,
    /// The time of the last activity; `None` if there was none.
    pub last_activity: Option<Millis>,
    /// The time at which the desktop application was last started; `None` if never.
    pub desktop: Option<Millis>,
    /// The end of the user's leave; `None` if the user is not on leave.
    pub absent_until: Option<Millis>,
    /// The ids of the departments.
    pub departments: Vec<u64>,
    /// The phone numbers.
    pub phones: Phones,
    /// The website as the user typed it.
    pub website: String,
    /// The e-mail address as the user typed it.
    pub email: String,
}

/// The URLs of an avatar. A URL is absolute, or a path on the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Avatar {
    /// The avatar in normal resolution.
    pub url: String,
    /// The avatar in high resolution, which is sent as `avatar_hr`.
    pub hr_url: String,
}

/// A gender. The portal knows only these two genders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// Female.
    F,
    /// Male, which is the portal's default.
    M,
}

/// Phone numbers. An empty number is not sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phones {
    /// The personal mobile number.
    pub personal_mobile: String,
    /// The number at work.
    pub work_phone: String,
    /// The extension within the company.
    pub inner_phone: String,
    /// The number at home.
    pub personal_phone: String,
}

/// The kind of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonKind {
    /// A member of the company's structure.
    Employee,
    /// A user invited to some workgroups.
    Extranet,
    /// A user who was invited to a collab.
    Collaber,
    /// A user who joined by a link to a chat.
    Guest,
    /// A customer who writes through an open channel.
    Connector,
    /// A user of another portal.
    Network,
    /// An external user who communicates by e-mail.
    Mail,
    /// A bot.
    Bot(Bot),
}

/// The fields that only bots have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bot {
    /// The code that the application gave the bot.
    pub code: String,
    /// The type of bot, such as `bot` or `openline`.
    pub type_name: &'static str,
    /// The id of the application to which the bot belongs; empty for the portal's own bots.
    pub app_id: String,
    /// Whether the bot is hidden from searches.
    pub is_hidden: bool,
    /// The id of the background of the bot's chats; `None` for the default background.
    pub background_id: Option<&'static str>,
    /// Whether users can react to the bot's messages.
    pub reactions_enabled: bool,
}

impl Gender {
    /// The code of the gender in responses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::F => "F",
            Self::M => "M",
        }
    }
}

impl Person {
    /// Whether the user has an account. Bots, guests, customers, network and mail users have none.
    #[must_use]
    pub fn has_account(&self) -> bool {
        matches!(self.kind, PersonKind::Employee | PersonKind::Extranet | PersonKind::Collaber)
    }

    /// Whether the user is external: neither an employee nor a bot. In responses, external users
    /// have `extranet: true`.
    #[must_use]
    pub fn is_external(&self) -> bool {
        !matches!(self.kind, PersonKind::Employee | PersonKind::Bot(_))
    }
}

impl PersonKind {
    /// The value of `type` in responses: `user`, `bot`, `extranet`, `collaber` or `guest`. Several
    /// kinds of users have `extranet`.
    #[must_use]
    pub fn wire_type(&self) -> &'static str {
        match self {
            Self::Employee => "user",
            Self::Extranet | Self::Connector | Self::Network | Self::Mail => "extranet",
            Self::Collaber => "collaber",
            Self::Guest => "guest",
            Self::Bot(_) => "bot",
        }
    }

    /// The default of [`Person::external_auth_id`], the sign-in method, for users of this kind.
    #[must_use]
    pub fn default_external_auth_id(&self) -> &'static str {
        match self {
            Self::Employee | Self::Extranet | Self::Collaber => "default",
            Self::Guest => "im_guest",
            Self::Connector => "imconnector",
            Self::Network => "replica",
            Self::Mail => "email",
            Self::Bot(_) => "bot",
        }
    }

    /// Whether the portal records when users of this kind were last active.
    #[must_use]
    pub fn has_activity(&self) -> bool {
        matches!(self, Self::Employee | Self::Extranet | Self::Collaber)
    }
}
