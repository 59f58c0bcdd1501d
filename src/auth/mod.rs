//! Who is calling and where to: credentials, tokens and their refresh, portal addresses, and secrets.

mod endpoint;
mod portal_address;
mod secret;
mod token;
mod token_manager;
mod url;
mod webhook;

pub use endpoint::Endpoint;
pub use portal_address::PortalAddress;
pub use secret::Secret;
pub use token::{Auth, Token, TokenReason, TokenSource};
pub(crate) use token_manager::{ActiveCredential, Since, TokenManager};
pub use url::{UrlParser, UrlParts};
