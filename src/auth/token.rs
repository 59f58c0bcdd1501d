use super::secret::Secret;
use crate::error::Result;
use crate::time::{Millis, Timestamp};

/// How long before its expiry a token is no longer used: a request may wait that long at the
/// portal.
pub(super) const EXPIRY_MARGIN: Millis = Millis::from_secs(60.0);

/// How the application authorizes the client.
#[derive(Clone, Debug, PartialEq)]
pub enum Auth {
    /// A token that does not change.
    Token(Token),
    /// The address of an inbound webhook.
    Webhook(Secret),
    /// Tokens come from the [`TokenSource`], at first use and again when a token has expired.
    Source,
}

/// An OAuth access token.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// The token itself.
    pub access_token: Secret,
    /// When it expires; `None` if unknown.
    pub expires_at: Option<Timestamp>,
    /// The portal's address; `None` if the client's options have it.
    pub portal: Option<String>,
}

/// Why a token is requested. One call may request tokens in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenReason {
    /// There is no token yet.
    Initial,
    /// The portal's address redirects: the portal was renamed.
    Moved,
    /// The last token has expired, according to the portal or to the clock.
    Expired,
}

impl TokenReason {
    /// The reason's name for the application.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Moved => "moved",
            Self::Expired => "expired",
        }
    }
}

/// The application's source of tokens.
pub trait TokenSource {
    /// Requests a token.
    ///
    /// # Errors
    /// `TOKEN_UNAVAILABLE` if the application has no token.
    fn request_token(&self, reason: TokenReason) -> impl Future<Output = Result<Token>>;
}
