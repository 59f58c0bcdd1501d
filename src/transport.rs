//! The transport: one HTTP request, and the errors that it may end with.

use crate::auth::Secret;
use crate::error::{Cause, Error, ErrorKind, code};

/// One POST of a form. The address may hold a webhook's code and the body a token.
#[derive(Clone, Debug)]
pub struct HttpRequest {
    /// Where to.
    pub url: Secret,
    /// `application/x-www-form-urlencoded`, which browsers send to another origin without asking first.
    pub form: Secret,
}

/// Takes an answer: its status, and its body in pieces as they arrive.
pub trait ResponseSink {
    /// The answer begins, with this HTTP status.
    fn begins(&mut self, status: u16);

    /// The next piece has arrived.
    fn arrived(&mut self, piece: Vec<u8>);

    /// Whether the rest of the body is of no use. The transport stops then.
    fn has_enough(&self) -> bool;
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportError {
    /// It could not be sent, or no answer could be read.
    Network(Cause),
    /// The answer began, and what arrived was not all of it.
    Truncated(Cause),
    /// An application's own `fetch` gave something that is not a response.
    InvalidResponse(String),
    /// The answer was a redirect. It was not followed: the token is for this portal alone.
    Redirected,
    /// An application's own `fetch` followed a redirect, which led to an answer with this status.
    Followed(u16),
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Network(cause) => {
                let message = "No answer from the portal: no network, a wrong address, or an answer without CORS headers";
                Self::new(ErrorKind::Network, code::NETWORK_ERROR, message).caused_by(cause)
            }
            TransportError::Truncated(cause) => {
                let message = "The portal's answer broke off";
                Self::new(ErrorKind::Network, code::NETWORK_ERROR, message).caused_by(cause)
            }
            TransportError::InvalidResponse(how) => Self::new(ErrorKind::Response, code::BAD_RESPONSE, how),
            TransportError::Redirected => moved(None),
            TransportError::Followed(status) => moved(Some(status)),
        }
    }
}

fn moved(status: Option<u16>) -> Error {
    let message =
        "The portal's address answers with a redirect, which is not followed: was the portal renamed?";
    let error = Error::new(ErrorKind::Network, code::PORTAL_MOVED, message);
    match status {
        Some(status) => error.with_status(status),
        None => error,
    }
}

/// Sends requests. Dropping the future cancels the request.
pub trait Transport {
    /// Sends one request, without cookies, referrer or headers that need a preflight, and follows no redirect. Resolves when `answer`
    /// has taken all that was answered, or has enough.
    fn send(
        &self,
        request: HttpRequest,
        answer: &mut dyn ResponseSink,
    ) -> impl Future<Output = Result<(), TransportError>>;
}
