//! Credentials: tokens and their refresh, portal addresses, webhooks, and the redaction of secrets.
//!
//! Not here: which requests are sent again with a new token (`rest`).

mod credential;
mod endpoint;
mod portal_address;
mod redactor;
mod secret;
mod token;
mod token_manager;
mod url;
mod webhook;

pub(crate) use credential::{ActiveCredential, TokenEpoch};
pub use endpoint::Endpoint;
pub use portal_address::PortalAddress;
pub(crate) use redactor::Redactor;
pub use secret::Secret;
pub use token::{Auth, Token, TokenReason, TokenSource};
pub(crate) use token_manager::{StartEpochs, TokenManager};
pub use url::{UrlParser, UrlParts};
