//! OAuth tokens issued on request, which wear out.

use crate::{Millis, credentials::TokenState};
use serde::Deserialize;

/// What a fresh token should be like. Without limits it is good for ever.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Terms {
    /// Whose it is; user 1's unless said.
    pub user: Option<u64>,
    /// After how many requests it expires.
    pub expires_after_uses: Option<u64>,
    /// After how many milliseconds it expires.
    pub expires_after_ms: Option<Millis>,
}

/// Tokens and what is left of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tokens {
    issued: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    text: String,
    user: u64,
    uses_left: Option<u64>,
    expires_at: Option<Millis>,
}

impl Tokens {
    /// A token that no other token equals.
    pub(crate) fn issue(&mut self, stem: &str, user: u64, terms: &Terms, now: Millis) -> String {
        let text = format!("{stem}-{}", self.issued.len() + 1);
        self.issued.push(Token {
            text: text.clone(),
            user,
            uses_left: terms.expires_after_uses,
            expires_at: terms.expires_after_ms.map(|ms| now.saturating_add(ms)),
        });
        text
    }

    /// Whose token this is; to tell takes one of its uses.
    pub(crate) fn spend(&mut self, text: &str, now: Millis) -> TokenState {
        let Some(token) = self.issued.iter_mut().find(|token| token.text == text) else {
            return TokenState::Unknown;
        };
        if token.uses_left == Some(0) || token.expires_at.is_some_and(|end| now >= end) {
            return TokenState::Expired;
        }
        token.uses_left = token.uses_left.map(|uses| uses - 1);
        TokenState::Valid(token.user)
    }
}
