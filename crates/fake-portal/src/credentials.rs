//! The portal's credentials: some are derived from the seed, and others are issued at run time.

use crate::{
    Millis,
    directory::fixtures,
    php::Array,
    scopes::Scopes,
    tokens::{Grant, TokenOptions, TokenPair, TokenStore, WebhookOptions},
};

/// The lifetime of a token that was issued for a refresh token.
const REFRESHED_TOKEN_LIFETIME_MS: Millis = 3_600_000;

/// The portal's credentials. All of them are public test data, so they are not protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// An OAuth token of user 1.
    pub access_token: String,
    /// An OAuth token of an extranet user.
    pub extranet_token: String,
    /// An OAuth token that is always expired.
    pub expired_token: String,
    /// The code of user 1's inbound webhook.
    pub webhook_code: String,
    /// The id of the application that issued the tokens.
    pub client_id: String,
    /// The application's secret.
    pub client_secret: String,
    /// A refresh token of user 1. It can be used once.
    pub refresh_token: String,
    seed: u64,
    tokens: TokenStore,
    webhooks: Vec<(String, Grant)>,
}

/// The result of checking a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenStatus {
    /// The token is valid.
    Valid(Grant),
    /// The token has expired.
    Expired,
    /// No such token was issued.
    Unknown,
}

impl Credentials {
    /// The initial credentials of a portal with this seed.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        let refresh_token = format!("fake-refresh-token-{seed}");
        let webhook_code = format!("fakewebhook{seed}");
        let mut tokens = TokenStore::default();
        tokens.add_refresh_token(refresh_token.clone(), full_grant(fixtures::OWNER_ID));
        Self {
            access_token: format!("fake-access-token-{seed}"),
            extranet_token: format!("fake-extranet-token-{seed}"),
            expired_token: format!("fake-expired-token-{seed}"),
            client_id: format!("local.fake{seed}"),
            client_secret: format!("fake-client-secret-{seed}"),
            webhooks: vec![(webhook_code.clone(), full_grant(fixtures::OWNER_ID))],
            refresh_token,
            webhook_code,
            seed,
            tokens,
        }
    }

    /// Issues an access token and its refresh token.
    pub fn issue_token_pair(&mut self, options: &TokenOptions, now: Millis) -> TokenPair {
        self.tokens.issue_pair(self.seed, options.user.unwrap_or(fixtures::OWNER_ID), options, now)
    }

    /// Issues a webhook, and returns its code.
    pub fn issue_webhook(&mut self, options: &WebhookOptions) -> String {
        let code = format!("{}x{}", self.webhook_code, self.webhooks.len());
        let user = options.user.unwrap_or(fixtures::OWNER_ID);
        self.webhooks.push((code.clone(), Grant { user, scopes: options.scopes.clone() }));
        code
    }

    /// Exchanges a refresh token for a new pair of tokens with the same grant (user and scopes).
    /// Returns the pair and the grant; `None` if the refresh token is unknown or has been used.
    pub fn refresh(&mut self, token: &str, now: Millis) -> Option<(TokenPair, Grant)> {
        let grant = self.tokens.consume_refresh_token(token)?;
        let options = TokenOptions {
            user: Some(grant.user),
            scopes: grant.scopes.clone(),
            expires_after_ms: Some(REFRESHED_TOKEN_LIFETIME_MS),
            ..TokenOptions::default()
        };
        Some((self.issue_token_pair(&options, now), grant))
    }

    /// Checks the access token of a request. Counts the use of a valid token that was issued at run
    /// time, because it can be configured to expire after a number of uses.
    pub fn use_token(&mut self, token: &str, now: Millis) -> TokenStatus {
        if token == self.access_token {
            TokenStatus::Valid(full_grant(fixtures::OWNER_ID))
        } else if token == self.extranet_token {
            TokenStatus::Valid(full_grant(fixtures::EXTRANET_USER_ID))
        } else if token == self.expired_token {
            TokenStatus::Expired
        } else {
            self.tokens.use_token(token, now)
        }
    }

    /// The grant (user and scopes) of a webhook; `None` if `user` has no webhook with this `code`.
    #[must_use]
    pub fn webhook_grant(&self, user: u64, code: &str) -> Option<Grant> {
        let (_, grant) =
            self.webhooks.iter().find(|(issued, grant)| issued == code && grant.user == user)?;
        Some(grant.clone())
    }
}

/// A grant of all scopes to `user`.
fn full_grant(user: u64) -> Grant {
    Grant { user, scopes: Scopes::default() }
}

/// The access token in the parameters of a call; `None` if there is none.
#[must_use]
pub fn token_param(params: &Array) -> Option<&str> {
    ["auth", "access_token"]
        .into_iter()
        .find_map(|name| params.get(name)?.as_str().filter(|token| !token.is_empty()))
}
