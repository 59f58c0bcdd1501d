//! The scopes of tokens and webhooks.

use serde::Deserialize;

/// The scopes for which the portal has methods.
pub const ALL: [&str; 4] = ["im", "user", "user_basic", "user_brief"];

/// The scope of all methods about users. `user_basic` and `user_brief` open them for fewer fields.
pub const USER: &str = "user";
/// Contact details, without logins and personal addresses.
pub const USER_BASIC: &str = "user_basic";
/// Names, positions and departments.
pub const USER_BRIEF: &str = "user_brief";

/// The scopes of a credential. They may include scopes of methods that the portal lacks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Whether the scopes permit methods of `scope`. Methods without a scope are always permitted.
    #[must_use]
    pub fn permits(&self, scope: Option<&str>) -> bool {
        scope.is_none_or(|scope| {
            self.contains(scope)
                || scope == USER && (self.contains(USER_BASIC) || self.contains(USER_BRIEF))
        })
    }

    /// Whether this exact scope is included.
    #[must_use]
    pub fn contains(&self, scope: &str) -> bool {
        self.0.iter().any(|own| own == scope)
    }

    /// The scopes' names, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl Default for Scopes {
    /// All methods and all fields.
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
            Some(name) => Err(format!(
                "invalid scope {name:?}; scopes are names such as \"im\" or \"user_brief\""
            )),
            None => Ok(Self(names)),
        }
    }
}
