use super::secret::Secret;
use crate::error::Result;

/// How the application lets the client in.
#[derive(Clone, Debug, PartialEq)]
pub enum Auth {
    /// A token that does not change.
    Token(Token),
    /// The address of an inbound webhook.
    Webhook(Secret),
    /// Tokens come from the [`TokenSource`], at first use and again when one has expired.
    Source,
}

/// An OAuth access token.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// The token itself.
    pub access_token: Secret,
    /// When it expires, in milliseconds since 1970; `None` if unknown.
    pub expires_at: Option<f64>,
    /// The portal that it is for; `None` if that is known from elsewhere.
    pub portal: Option<String>,
}

/// Why a token is asked for. In this order one call may ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenReason {
    /// There is none yet.
    Initial,
    /// The portal's address answers with a redirect: the portal was renamed.
    Moved,
    /// The portal says, or the clock tells, that the last one has expired.
    Expired,
}

impl TokenReason {
    /// What the application is told.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Moved => "moved",
            Self::Expired => "expired",
        }
    }
}

/// Where the application gets its tokens.
pub trait TokenSource {
    /// A token for `reason`.
    ///
    /// # Errors
    /// `TOKEN_UNAVAILABLE` when the application has none to give.
    fn token(&self, reason: TokenReason) -> impl Future<Output = Result<Token>>;
}
