//! What a client needs to know of a portal.

use crate::{Portal, credentials::EMPLOYEE, oauth};
use serde::Serialize;

/// Where a portal is and how to get in.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    /// The portal's address.
    pub origin: String,
    /// An OAuth token of an employee.
    pub access_token: String,
    /// An incoming webhook of the same employee.
    pub webhook: String,
    /// An OAuth token of an extranet user.
    pub extranet_token: String,
    /// An OAuth token that has expired.
    pub expired_token: String,
    /// What refreshes tokens.
    pub oauth: OAuth,
}

/// The application that a portal's tokens belong to, and where it refreshes them.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OAuth {
    /// The address of the stand-in authorization server.
    pub token_endpoint: String,
    /// The application's code.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// What refreshes the access token, once.
    pub refresh_token: String,
}

impl Description {
    /// Of this portal.
    #[must_use]
    pub fn of(portal: &Portal) -> Self {
        let origin = portal.origin().to_owned();
        let credentials = portal.credentials().clone();
        Self {
            webhook: format!("{origin}/rest/{EMPLOYEE}/{}/", credentials.webhook_code),
            oauth: OAuth {
                token_endpoint: format!("{origin}{}", oauth::PATH),
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
