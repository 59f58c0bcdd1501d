//! Who may call, and as whom. All of it is made up from the seed and looks so.

use crate::{
    Millis,
    directory::cast,
    php::Array,
    scopes::Scopes,
    tokens::{Grant, Pair, Terms, Tokens, WebhookTerms},
};

/// The user of the access token and of the webhook: an employee, who may see everybody.
pub const EMPLOYEE: u64 = cast::OWNER;
/// The user of the extranet token.
pub const EXTRANET: u64 = cast::EXTRANET;

/// How long a refreshed token lives.
const HOUR: Millis = 3_600_000;

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
    /// The code of the application that the tokens belong to.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// What refreshes the token of user 1, once.
    pub refresh_token: String,
    seed: u64,
    issued: Tokens,
    webhooks: Vec<(String, Grant)>,
}

/// What became of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenState {
    /// It is good, and somebody's.
    Valid(Grant),
    /// It is too old.
    Expired,
    /// Nobody ever issued it.
    Unknown,
}

impl Credentials {
    /// The secrets of a portal with this seed.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        let refresh_token = format!("fake-refresh-token-{seed}");
        let webhook_code = format!("fakewebhook{seed}");
        let mut issued = Tokens::default();
        issued.add_refresh(refresh_token.clone(), everything(EMPLOYEE));
        Self {
            access_token: format!("fake-access-token-{seed}"),
            extranet_token: format!("fake-extranet-token-{seed}"),
            expired_token: format!("fake-expired-token-{seed}"),
            client_id: format!("local.fake{seed}"),
            client_secret: format!("fake-client-secret-{seed}"),
            webhooks: vec![(webhook_code.clone(), everything(EMPLOYEE))],
            refresh_token,
            webhook_code,
            seed,
            issued,
        }
    }

    /// A fresh token, and what refreshes it.
    pub fn issue(&mut self, terms: &Terms, now: Millis) -> Pair {
        self.issued.issue(self.seed, terms.user.unwrap_or(EMPLOYEE), terms, now)
    }

    /// The code of a fresh webhook.
    pub fn issue_webhook(&mut self, terms: &WebhookTerms) -> String {
        let code = format!("{}x{}", self.webhook_code, self.webhooks.len());
        let user = terms.user.unwrap_or(EMPLOYEE);
        self.webhooks.push((code.clone(), Grant { user, scopes: terms.scopes.clone() }));
        code
    }

    /// Fresh tokens of the same user and the same scopes, if this token refreshes any. It is good once.
    pub fn refresh(&mut self, token: &str, now: Millis) -> Option<(Pair, Grant)> {
        let grant = self.issued.spend_refresh(token)?;
        let terms = Terms {
            user: Some(grant.user),
            scopes: grant.scopes.clone(),
            expires_after_ms: Some(HOUR),
            ..Terms::default()
        };
        Some((self.issue(&terms, now), grant))
    }

    /// Whose token this is, if anyone's. Tokens that wear out are a little more worn afterwards.
    pub fn spend_token(&mut self, token: &str, now: Millis) -> TokenState {
        if token == self.access_token {
            TokenState::Valid(everything(EMPLOYEE))
        } else if token == self.extranet_token {
            TokenState::Valid(everything(EXTRANET))
        } else if token == self.expired_token {
            TokenState::Expired
        } else {
            self.issued.spend(token, now)
        }
    }

    /// What a webhook of that user is good for, if the code belongs to one.
    #[must_use]
    pub fn webhook(&self, user: u64, code: &str) -> Option<Grant> {
        let (_, grant) = self.webhooks.iter().find(|(own, grant)| own == code && grant.user == user)?;
        Some(grant.clone())
    }
}

fn everything(user: u64) -> Grant {
    Grant { user, scopes: Scopes::default() }
}

/// The token among a call's parameters.
#[must_use]
pub fn token_parameter(params: &Array) -> Option<&str> {
    ["auth", "access_token"]
        .into_iter()
        .find_map(|name| params.get(name)?.as_str().filter(|token| !token.is_empty()))
}
