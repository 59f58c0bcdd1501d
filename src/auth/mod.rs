//! Who is calling: the credential, and where a token comes from.

mod secret;
mod token;

pub use secret::Secret;
pub use token::{Auth, Token, TokenReason, TokenSource};
