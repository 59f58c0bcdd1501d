use super::secret::Secret;
use crate::error::Result;
use crate::time::{Millis, Timestamp};

/// How long before its expiry a token is refreshed, because the portal may delay a request for that
/// long.
pub(super) const EXPIRY_MARGIN: Millis = Millis::from_secs(60.0);

/// How the application authorizes the client.
#[derive(Clone, Debug, PartialEq)]
pub enum Auth {
    /// A fixed token, which is never refreshed.
    Token(Token),
    /// The address of an inbound webhook.
    Webhook(Secret),
    /// Tokens from the [`TokenSource`]: the first is requested at the first use, a new one when the
    /// current token expires or the portal has moved.
    Source,
}

/// An OAuth access token.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// The token itself.
    pub access_token: Secret,
    /// When the token expires; `None` if unknown.
    pub expires_at: Option<Timestamp>,
    /// The portal's address; `None` if the address is in the client's options.
    pub portal: Option<String>,
}

/// Why a token is requested. If the portal refuses a REST request, the request is sent again with a
/// new token: at most once for `Moved`, and then at most once for `Expired`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenReason {
    /// There is no token yet.
    Initial,
    /// The portal's address redirects, because the portal was renamed.
    Moved,
    /// The previous token has expired, according to the portal or to the clock.
    Expired,
}

impl TokenReason {
    /// The reason's name, which the application's token source receives.
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
