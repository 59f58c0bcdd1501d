//! Who may call, and as whom. All of it is made up from the seed and looks so.

use crate::{
    Millis,
    directory::cast,
    php::Array,
    tokens::{Terms, Tokens},
};

/// The user of the access token and of the webhook: an employee, who may see everybody.
pub const EMPLOYEE: u64 = cast::OWNER;
/// The user of the extranet token.
pub const EXTRANET: u64 = cast::EXTRANET;

/// The portal's secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// An OAuth token of user 1.
    pub access_token: String,
    /// An OAuth token of an extranet user.
    pub extranet_token: String,
    /// An OAuth token that was valid once.
    pub expired_token: String,
    /// The code of user 1's incoming webhook.
    pub webhook_code: String,
    issued: Tokens,
}

/// What became of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    /// It is good, and this user's.
    Valid(u64),
    /// It is too old.
    Expired,
    /// Nobody ever issued it.
    Unknown,
}

impl Credentials {
    /// The secrets of a portal with this seed.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        Self {
            access_token: format!("fake-access-token-{seed}"),
            extranet_token: format!("fake-extranet-token-{seed}"),
            expired_token: format!("fake-expired-token-{seed}"),
            webhook_code: format!("fakewebhook{seed}"),
            issued: Tokens::default(),
        }
    }

    /// A fresh token.
    pub fn issue(&mut self, terms: &Terms, now: Millis) -> String {
        self.issued.issue(&self.access_token, terms.user.unwrap_or(EMPLOYEE), terms, now)
    }

    /// Whose token this is, if anyone's. Tokens that wear out are a little more worn afterwards.
    pub fn spend_token(&mut self, token: &str, now: Millis) -> TokenState {
        if token == self.access_token {
            TokenState::Valid(EMPLOYEE)
        } else if token == self.extranet_token {
            TokenState::Valid(EXTRANET)
        } else if token == self.expired_token {
            TokenState::Expired
        } else {
            self.issued.spend(token, now)
        }
    }

    /// Whether the code belongs to a webhook of that user.
    #[must_use]
    pub fn webhook(&self, user: u64, code: &str) -> bool {
        user == EMPLOYEE && code == self.webhook_code
    }
}

/// The token among a call's parameters.
#[must_use]
pub fn token_parameter(params: &Array) -> Option<&str> {
    ["auth", "access_token"]
        .into_iter()
        .find_map(|name| params.get(name)?.as_str().filter(|token| !token.is_empty()))
}
