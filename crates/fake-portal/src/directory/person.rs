//! A person as the portal's database has him, before anything is said about JSON.

use crate::Millis;

/// Somebody with an id: an employee, a guest, a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: u64,
    /// False after dismissal.
    pub active: bool,
    /// The full name by the site's template.
    pub name: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: Option<String>,
    /// The position.
    pub work_position: Option<String>,
    /// The colour behind the initials, `#rrggbb`.
    pub color: String,
    /// The picture.
    pub avatar: Option<Avatar>,
    /// The gender.
    pub gender: Gender,
    /// `DD-MM`, or nothing.
    pub birthday: String,
    /// What kind of user this is.
    pub kind: Kind,
    /// How the user signs in.
    pub external_auth_id: String,
    /// When the user was last seen.
    pub last_activity: Option<Millis>,
    /// Since when the desktop application is on.
    pub desktop: Option<Millis>,
    /// When the user's vacation is over.
    pub absent_until: Option<Millis>,
    /// The departments.
    pub departments: Vec<u64>,
    /// The telephone numbers.
    pub phones: Phones,
    /// The site, raw.
    pub website: String,
    /// The address, raw.
    pub email: String,
}

/// Where a person's pictures are: an address, or a path on the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Avatar {
    /// The picture.
    pub url: String,
    /// The picture for `avatar_hr`.
    pub hr_url: String,
}

/// A gender; the portal knows these two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// Female.
    F,
    /// Male, and whatever is not female.
    M,
}

/// Telephone numbers; an empty one is not sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phones {
    /// The person's own mobile.
    pub personal_mobile: String,
    /// At work.
    pub work_phone: String,
    /// Within the company.
    pub inner_phone: String,
    /// At home.
    pub personal_phone: String,
}

/// The kinds of users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// In the company's structure.
    Employee,
    /// Invited to some groups.
    Extranet,
    /// Invited to a collab.
    Collaber,
    /// Came through a link to a chat.
    Guest,
    /// A customer behind an open line.
    Connector,
    /// A colleague from another portal.
    Network,
    /// Somebody who only ever wrote an e-mail.
    Mail,
    /// A program.
    Bot(Bot),
}

/// What the portal knows of a bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bot {
    /// Its code within its application.
    pub code: String,
    /// `bot`, `openline` and so on.
    pub type_name: &'static str,
    /// Its application, or nothing for the portal's own.
    pub app_id: String,
    /// Whether searches leave it out.
    pub is_hidden: bool,
    /// The background of its chat.
    pub background_id: Option<&'static str>,
    /// Whether it takes reactions.
    pub reactions_enabled: bool,
}

impl Gender {
    /// As the portal writes it.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::F => "F",
            Self::M => "M",
        }
    }
}

impl Person {
    /// Not an employee and not a program.
    #[must_use]
    pub fn is_extranet(&self) -> bool {
        !matches!(self.kind, Kind::Employee | Kind::Bot(_))
    }
}

impl Kind {
    /// The `type` of the user object. Connectors, network and mail users have none of their own.
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

    /// How users of this kind sign in unless their portal says otherwise.
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

    /// Whether the portal notes when users of this kind were last seen.
    #[must_use]
    pub fn leaves_traces(&self) -> bool {
        matches!(self, Self::Employee | Self::Extranet | Self::Collaber)
    }
}
