//! Scopes: the methods that a token or a webhook opens.

use serde::Deserialize;

/// The scopes that the portal has methods for.
pub const ALL: [&str; 4] = ["im", "user", "user_basic", "user_brief"];

/// The scope of all methods about users, which two lesser ones open, too, for fewer fields.
pub const USER: &str = "user";
/// Contact details, but neither logins nor personal addresses.
pub const USER_BASIC: &str = "user_basic";
/// Names, positions and departments.
pub const USER_BRIEF: &str = "user_brief";

/// What a token or a webhook may be used for. Scopes of other applications' methods may be among them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Whether methods of this scope may be called. Those of no scope always may.
    #[must_use]
    pub fn allow(&self, scope: Option<&str>) -> bool {
        scope.is_none_or(|scope| {
            self.contains(scope) || scope == USER && (self.contains(USER_BASIC) || self.contains(USER_BRIEF))
        })
    }

    /// Whether this very scope is among them.
    #[must_use]
    pub fn contains(&self, scope: &str) -> bool {
        self.0.iter().any(|own| own == scope)
    }

    /// Their names, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl Default for Scopes {
    /// Every method and every field.
    fn default() -> Self {
        Self(vec!["im".into(), USER.into()])
    }
}

impl TryFrom<Vec<String>> for Scopes {
    type Error = String;

    fn try_from(names: Vec<String>) -> Result<Self, Self::Error> {
        let is_letter =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.".contains(&byte);
        match names.iter().find(|name| name.is_empty() || !name.bytes().all(is_letter)) {
            Some(name) => Err(format!("{name:?} is no scope such as \"im\" or \"user_brief\"")),
            None => Ok(Self(names)),
        }
    }
}
