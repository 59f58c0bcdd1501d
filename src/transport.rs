//! The transport sends one HTTP request, and reports its response or the failure to get one.

use crate::auth::Secret;
use crate::error::{Cause, Error, ErrorKind, code};

/// The HTTP status of success.
pub const HTTP_OK: u16 = 200;

/// A POST request with a form. The URL may contain the code of a webhook, and the form a token.
#[derive(Clone, Debug)]
pub struct HttpRequest {
    /// The URL.
    pub url: Secret,
    /// The body, of type `application/x-www-form-urlencoded`. Browsers send this type to another
    /// origin without a preflight request.
    pub form: Secret,
}

/// Receives a response while it arrives.
pub trait ResponseSink {
    /// Receives the HTTP status.
    fn on_status(&mut self, status: u16);

    /// Receives the next chunk of the body.
    fn on_chunk(&mut self, chunk: Vec<u8>);

    /// Whether the sink needs no more of the body. If so, the transport stops reading the response.
    fn is_done(&self) -> bool;
}

/// Why a request has no complete response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportError {
    /// The request could not be sent, or no response arrived.
    Network(Cause),
    /// A response began to arrive, but not its end.
    Truncated(Cause),
    /// An application's own `fetch` resolved to a value that is not a response, or the response
    /// cannot be read. The string describes the problem, and becomes the message of the error.
    InvalidResponse(String),
    /// The response is a redirect. It was not followed, because only the portal to which the
    /// request was sent may get the token.
    Redirected,
    /// An application's own `fetch` followed a redirect. The final response has this HTTP status.
    RedirectFollowed(u16),
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Network(cause) => {
                let message = "No response from the portal: no network, a wrong address, a response \
                               without CORS headers, or a Content-Security-Policy whose \
                               `connect-src` does not list the portal";
                Self::new(ErrorKind::Network, code::NETWORK_ERROR, message).caused_by(cause)
            }
            TransportError::Truncated(cause) => {
                let message = "The portal's response was truncated";
                Self::new(ErrorKind::Network, code::NETWORK_ERROR, message).caused_by(cause)
            }
            TransportError::InvalidResponse(message) => {
                Self::new(ErrorKind::Response, code::BAD_RESPONSE, message)
            }
            TransportError::Redirected => portal_moved_error(None),
            TransportError::RedirectFollowed(status) => portal_moved_error(Some(status)),
        }
    }
}

fn portal_moved_error(status: Option<u16>) -> Error {
    let message =
        "The portal's address redirects, and redirects are not followed: was the portal renamed?";
    let error = Error::new(ErrorKind::Network, code::PORTAL_MOVED, message);
    match status {
        Some(status) => error.with_status(status),
        None => error,
    }
}

/// Sends HTTP requests. Dropping the future of `send` cancels its request.
pub trait Transport {
    /// Sends one request, without cookies, referrer, or headers that need a preflight request. Does
    /// not follow redirects. Resolves when `sink` has the whole response or needs no more of it.
    fn send(
        &self,
        request: HttpRequest,
        sink: &mut dyn ResponseSink,
    ) -> impl Future<Output = Result<(), TransportError>>;
}
