//! Credentials issued on request: OAuth tokens, which wear out, what refreshes them, and webhooks.

use crate::{Millis, credentials::TokenState, scopes::Scopes};
use serde::Deserialize;

/// What a fresh token should be like. Without limits it is good for ever.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Terms {
    /// Whose it is; user 1's unless said.
    pub user: Option<u64>,
    /// The scopes; all unless said.
    pub scopes: Scopes,
    /// After how many requests it expires.
    pub expires_after_uses: Option<u64>,
    /// After how many milliseconds it expires.
    pub expires_after_ms: Option<Millis>,
}

/// What a fresh webhook should be like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct WebhookTerms {
    /// Whose it is; user 1's unless said.
    pub user: Option<u64>,
    /// The scopes; all unless said.
    pub scopes: Scopes,
}

/// In whose name a credential acts, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The user.
    pub user: u64,
    /// The scopes.
    pub scopes: Scopes,
}

/// A token, and the one that refreshes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// For calls.
    pub access: String,
    /// For the authorization server, once.
    pub refresh: String,
}

/// Tokens and what is left of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tokens {
    issued: Vec<Token>,
    /// Those that have not been used.
    refreshing: Vec<(String, Grant)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    text: String,
    grant: Grant,
    uses_left: Option<u64>,
    expires_at: Option<Millis>,
}

impl Tokens {
    /// Tokens that no others equal.
    pub(crate) fn issue(&mut self, seed: u64, user: u64, terms: &Terms, now: Millis) -> Pair {
        let grant = Grant { user, scopes: terms.scopes.clone() };
        let number = self.issued.len() + 1;
        let pair = Pair {
            access: format!("fake-access-token-{seed}-{number}"),
            refresh: format!("fake-refresh-token-{seed}-{number}"),
        };
        self.issued.push(Token {
            text: pair.access.clone(),
            grant: grant.clone(),
            uses_left: terms.expires_after_uses,
            expires_at: terms.expires_after_ms.map(|ms| now.saturating_add(ms)),
        });
        self.add_refresh(pair.refresh.clone(), grant);
        pair
    }

    /// A token that refreshes one that was not issued.
    pub(crate) fn add_refresh(&mut self, text: String, grant: Grant) {
        self.refreshing.push((text, grant));
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
        TokenState::Valid(token.grant.clone())
    }

    /// What a refresh token stands for; it is good once.
    pub(crate) fn spend_refresh(&mut self, text: &str) -> Option<Grant> {
        let at = self.refreshing.iter().position(|(refresh, _)| refresh == text)?;
        Some(self.refreshing.swap_remove(at).1)
    }
}
