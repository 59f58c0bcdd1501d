//! The data that a client needs to connect to a portal.

use crate::{Portal, directory::fixtures, oauth};
use serde::Serialize;

/// The portal's addresses and credentials.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionInfo {
    /// The portal's origin.
    pub origin: String,
    /// An OAuth token of user 1, who is an employee.
    pub access_token: String,
    /// The address of an inbound webhook of user 1.
    pub webhook: String,
    /// An OAuth token of an extranet user.
    pub extranet_token: String,
    /// An expired OAuth token.
    pub expired_token: String,
    /// The OAuth application, for clients that refresh tokens.
    pub oauth: OAuthApplication,
}

/// The OAuth application that issued the tokens, with its token endpoint.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OAuthApplication {
    /// The address of the token endpoint.
    pub token_endpoint: String,
    /// The application's id.
    pub client_id: String,
    /// The application's secret.
    pub client_secret: String,
    /// A refresh token of user 1. It can be used once.
    pub refresh_token: String,
}

impl ConnectionInfo {
    /// The connection data of `portal`.
    #[must_use]
    pub fn new(portal: &Portal) -> Self {
        let origin = portal.origin().to_owned();
        let credentials = portal.credentials().clone();
        Self {
            webhook: format!("{origin}/rest/{}/{}/", fixtures::OWNER_ID, credentials.webhook_code),
            oauth: OAuthApplication {
                token_endpoint: format!("{origin}{}", oauth::TOKEN_PATH),
                client_id: credentials.client_id,
                client_secret: credentials.client_secret,
                refresh_token: credentials.refresh_token,
            },
            origin,
            access_token: credentials.access_token,
            extranet_token: credentials.extranet_token,
            expired_token: credentials.expired_token,
        }
    }
}
