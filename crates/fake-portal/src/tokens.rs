//! The store of issued OAuth tokens, with their expiry and their refresh tokens.

use crate::{Millis, credentials::TokenStatus, scopes::Scopes};
use serde::Deserialize;

/// The options of a new access token. By default, the token never expires.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TokenOptions {
    /// The id of the user; user 1 by default.
    pub user: Option<u64>,
    /// The scopes; by default, those that permit all methods and fields.
    pub scopes: Scopes,
    /// The number of requests after which the token expires; `None` for any number.
    pub expires_after_uses: Option<u64>,
    /// The time after which the token expires, in milliseconds; `None` for never.
    pub expires_after_ms: Option<Millis>,
}

/// The options of a new webhook.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct WebhookOptions {
    /// The id of the user; user 1 by default.
    pub user: Option<u64>,
    /// The scopes; by default, those that permit all methods and fields.
    pub scopes: Scopes,
}

/// The user and the scopes of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The id of the user in whose name calls are made.
    pub user: u64,
    /// The scopes that calls have.
    pub scopes: Scopes,
}

/// An access token with its refresh token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenPair {
    /// The access token, which authenticates calls.
    pub access: String,
    /// The refresh token, which can be used once.
    pub refresh: String,
}

/// The issued tokens, with their remaining uses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TokenStore {
    issued: Vec<Token>,
    /// The refresh tokens that have not been used.
    refresh_tokens: Vec<(String, Grant)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    value: String,
    grant: Grant,
    uses_left: Option<u64>,
    expires_at: Option<Millis>,
}

impl TokenStore {
    /// Issues a new pair of tokens.
    pub(crate) fn issue_pair(
        &mut self,
        seed: u64,
        user: u64,
        options: &TokenOptions,
        now: Millis,
    ) -> TokenPair {
        let grant = Grant { user, scopes: options.scopes.clone() };
        let serial = self.issued.len() + 1;
        let pair = TokenPair {
            access: format!("fake-access-token-{seed}-{serial}"),
            refresh: format!("fake-refresh-token-{seed}-{serial}"),
        };
        self.issued.push(Token {
            value: pair.access.clone(),
            grant: grant.clone(),
            uses_left: options.expires_after_uses,
            expires_at: options.expires_after_ms.map(|ms| now.saturating_add(ms)),
        });
        self.add_refresh_token(pair.refresh.clone(), grant);
        pair
    }

    /// Adds a refresh token, which can be used once to get tokens with this grant.
    pub(crate) fn add_refresh_token(&mut self, value: String, grant: Grant) {
        self.refresh_tokens.push((value, grant));
    }

    /// Checks an access token. Counts the use if the token is valid, because a token can be
    /// configured to expire after a number of uses.
    pub(crate) fn use_token(&mut self, value: &str, now: Millis) -> TokenStatus {
        let Some(token) = self.issued.iter_mut().find(|token| token.value == value) else {
            return TokenStatus::Unknown;
        };
        if token.uses_left == Some(0) || token.expires_at.is_some_and(|expiry| now >= expiry) {
            return TokenStatus::Expired;
        }
        token.uses_left = token.uses_left.map(|uses| uses - 1);
        TokenStatus::Valid(token.grant.clone())
    }

    /// Removes a refresh token, which can be used only once, and returns its grant (user and
    /// scopes). `None` if there is no such refresh token.
    pub(crate) fn consume_refresh_token(&mut self, value: &str) -> Option<Grant> {
        let index = self.refresh_tokens.iter().position(|(refresh, _)| refresh == value)?;
        Some(self.refresh_tokens.swap_remove(index).1)
    }
}
