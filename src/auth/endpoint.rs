use super::portal_address::PortalAddress;
use super::secret::Secret;
use super::token::Token;
use super::url::UrlParser;
use super::webhook::Webhook;
use crate::error::{Error, ErrorKind, Result, code};

/// A portal's address, with the secret that authorizes requests to the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    portal: String,
    base_url: Secret,
    /// The token, or the code of the webhook.
    secret: Secret,
    /// The token that each request carries. `None` for a webhook, whose code is part of `base_url`.
    token: Option<Secret>,
}

impl Endpoint {
    /// The endpoint for a token, at the portal of the token, or at `portal` if the token names
    /// none.
    ///
    /// # Errors
    /// `INVALID_OPTIONS` if there is no address. `INVALID_PORTAL` if the address is invalid, or if
    /// no token may be sent to it, for example because of plain http.
    pub fn for_token(token: &Token, portal: Option<&str>, parser: &impl UrlParser) -> Result<Self> {
        let Some(address) = token.portal.as_deref().or(portal) else {
            let message =
                "No portal: pass `portal: \"example.bitrix24.com\"`, or a `portal` with the token";
            return Err(Error::new(ErrorKind::Request, code::INVALID_OPTIONS, message));
        };
        let address = PortalAddress::parse(address, parser)?;
        Ok(Self {
            portal: address.origin().into(),
            base_url: Secret::new(format!("{}/rest/", address.origin())),
            secret: token.access_token.clone(),
            token: Some(token.access_token.clone()),
        })
    }

    /// The endpoint of an inbound webhook.
    ///
    /// # Errors
    /// `INVALID_PORTAL` if the address is not that of a webhook, or is insecure: neither https nor
    /// http to a loopback host.
    pub fn for_webhook(address: &Secret, parser: &impl UrlParser) -> Result<Self> {
        let webhook = Webhook::parse(address, parser)?;
        Ok(Self {
            portal: webhook.portal,
            base_url: webhook.base_url,
            secret: webhook.code,
            token: None,
        })
    }

    /// The code in a webhook's address, even if the address is invalid. Empty if there is no code.
    #[must_use]
    pub fn webhook_code(address: &Secret) -> Secret {
        let mut parts = address.expose().split(['/', '?', '#']).filter(|part| !part.is_empty());
        Secret::new(parts.by_ref().skip_while(|&part| part != "rest").nth(2).unwrap_or_default())
    }

    /// The portal's origin: scheme, host and port. It identifies the portal's rate limit.
    #[must_use]
    pub fn portal(&self) -> &str {
        &self.portal
    }

    /// The URL of a method. The URL is a secret, because it may contain the code of a webhook.
    #[must_use]
    pub fn url(&self, method: &str) -> Secret {
        Secret::new(format!("{}{method}", self.base_url.expose()))
    }

    /// The token that each request carries. `None` for a webhook.
    #[must_use]
    pub const fn token(&self) -> Option<&Secret> {
        self.token.as_ref()
    }

    /// The token, or the code of the webhook.
    #[must_use]
    pub const fn secret(&self) -> &Secret {
        &self.secret
    }
}
