//! What a client needs to know of a portal.

use crate::{Portal, credentials::EMPLOYEE};
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
}

impl Description {
    /// Of this portal.
    #[must_use]
    pub fn of(portal: &Portal) -> Self {
        let origin = portal.origin().to_owned();
        let credentials = portal.credentials().clone();
        Self {
            webhook: format!("{origin}/rest/{EMPLOYEE}/{}/", credentials.webhook_code),
            origin,
            access_token: credentials.access_token,
            extranet_token: credentials.extranet_token,
            expired_token: credentials.expired_token,
        }
    }
}
