//! The scopes of tokens and webhooks.

use serde::Deserialize;

/// The scopes that the portal's methods require.
pub const ALL_SCOPES: [&str; 4] = ["im", "user", "user_basic", "user_brief"];

/// The scope that permits the methods about users, with all fields.
pub const USER: &str = "user";
/// The scope that permits the methods about users, but without logins and personal addresses.
pub const USER_BASIC: &str = "user_basic";
/// The scope that permits the methods about users, but only with names, positions and departments.
pub const USER_BRIEF: &str = "user_brief";

/// The scopes of a credential. The portal need not know all of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Whether the scopes permit a method that requires `scope`. `user_basic` and `user_brief` also
    /// permit a method that requires `user`. `None` means that the method requires no scope.
    #[must_use]
    pub fn permits(&self, scope: Option<&str>) -> bool {
        scope.is_none_or(|scope| {
            self.contains(scope)
                || scope == USER && (self.contains(USER_BASIC) || self.contains(USER_BRIEF))
        })
    }

    /// Whether exactly this scope is included.
    #[must_use]
    pub fn contains(&self, scope: &str) -> bool {
        self.0.iter().any(|granted| granted == scope)
    }

    /// The names of the scopes, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl Default for Scopes {
    /// The scopes that permit all methods and all fields.
    fn default() -> Self {
        Self(vec!["im".into(), USER.into()])
    }
}

impl TryFrom<Vec<String>> for Scopes {
    type Error = String;

    fn try_from(names: Vec<String>) -> Result<Self, Self::Error> {
        let is_name_byte =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.".contains(&byte);
        match names.iter().find(|name| name.is_empty() || !name.bytes().all(is_name_byte)) {
            Some(name) => Err(format!(
                "invalid scope {name:?}; scopes are names such as \"im\" or \"user_brief\""
            )),
            None => Ok(Self(names)),
        }
    }
}
