//! A user as the portal's database stores it, independent of any JSON form.

use crate::Millis;

/// A user with an id: an employee, a guest, a bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: u64,
    /// False after dismissal.
    pub active: bool,
    /// The full name, in the format of the portal's name template.
    pub name: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: Option<String>,
    /// The position.
    pub work_position: Option<String>,
    /// The colour behind the initials, `#rrggbb`.
    pub color: String,
    /// The avatar.
    pub avatar: Option<Avatar>,
    /// The gender.
    pub gender: Gender,
    /// `DD-MM`, or empty.
    pub birthday: String,
    /// The kind of user.
    pub kind: PersonKind,
    /// The sign-in method.
    pub external_auth_id: String,
    /// The time of the last activity.
    pub last_activity: Option<Millis>,
    /// The time at which the desktop application was started.
    pub desktop: Option<Millis>,
    /// The end of the user's absence.
    pub absent_until: Option<Millis>,
    /// The ids of the departments.
    pub departments: Vec<u64>,
    /// The phone numbers.
    pub phones: Phones,
    /// The website, unvalidated.
    pub website: String,
    /// The e-mail address, unvalidated.
    pub email: String,
}

/// The addresses of an avatar: absolute, or a path on the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Avatar {
    /// The avatar in normal resolution.
    pub url: String,
    /// The avatar in high resolution, for `avatar_hr`.
    pub hr_url: String,
}

/// A gender. The portal knows only these two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// Female.
    F,
    /// Male, and the default.
    M,
}

/// Phone numbers. Empty numbers are not sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phones {
    /// The personal mobile number.
    pub personal_mobile: String,
    /// The number at work.
    pub work_phone: String,
    /// The internal extension.
    pub inner_phone: String,
    /// The number at home.
    pub personal_phone: String,
}

/// The kinds of users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonKind {
    /// A member of the company's structure.
    Employee,
    /// A user invited to some workgroups.
    Extranet,
    /// A user invited to a collab.
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
    /// The code within the bot's application.
    pub code: String,
    /// `bot`, `openline` and so on.
    pub type_name: &'static str,
    /// The bot's application; empty for the portal's own bots.
    pub app_id: String,
    /// Whether searches exclude the bot.
    pub is_hidden: bool,
    /// The background of the bot's chat.
    pub background_id: Option<&'static str>,
    /// Whether the bot accepts reactions.
    pub reactions_enabled: bool,
}

impl Gender {
    /// The code in responses.
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

    /// Whether the user is neither an employee nor a bot.
    #[must_use]
    pub fn is_extranet(&self) -> bool {
        !matches!(self.kind, PersonKind::Employee | PersonKind::Bot(_))
    }
}

impl PersonKind {
    /// The `type` of the user object. Connectors, network and mail users share `extranet`.
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

    /// The default sign-in method of this kind.
    #[must_use]
    pub fn external_auth_id(&self) -> &'static str {
        match self {
            Self::Employee | Self::Extranet | Self::Collaber => "default",
            Self::Guest => "im_guest",
            Self::Connector => "imconnector",
            Self::Network => "replica",
            Self::Mail => "email",
            Self::Bot(_) => "bot",
        }
    }

    /// Whether the portal records the last activity of this kind.
    #[must_use]
    pub fn has_activity(&self) -> bool {
        matches!(self, Self::Employee | Self::Extranet | Self::Collaber)
    }
}
