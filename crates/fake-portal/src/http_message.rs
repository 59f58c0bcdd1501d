//! HTTP messages, independent of any HTTP library.

use crate::Millis;

/// Names and values of headers, in order.
pub type Headers = Vec<(String, String)>;

/// A request.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The HTTP verb, in upper case.
    pub verb: String,
    /// The request target: path and query, as in the request line.
    pub target: String,
    /// The headers.
    pub headers: Headers,
    /// The body, after any transfer coding was removed.
    pub body: Vec<u8>,
}

impl Request {
    /// The path, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(&*self.target, |(path, _)| path)
    }

    /// The query, without the question mark; empty if there is none.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The value of the first header with this name, ignoring case; `None` if there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find_header(&self.headers, name)
    }
}

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// A response with a body of this content type.
    #[must_use]
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".into(), content_type.into())],
            body: body.into(),
        }
    }

    /// A response without a body and a content type.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Headers::new(), body: Vec::new() }
    }

    /// Adds headers.
    #[must_use]
    pub fn with_headers(mut self, headers: &[(&str, &str)]) -> Self {
        self.headers.extend(headers.iter().map(|&(name, value)| (name.into(), value.into())));
        self
    }

    /// The value of the first header with this name, ignoring case; `None` if there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find_header(&self.headers, name)
    }
}

/// The outcome of a request: a response, or a network fault that the transport has to simulate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Send the response immediately.
    Respond(Response),
    /// Wait, then continue with another outcome.
    Delay {
        /// The delay in milliseconds.
        ms: Millis,
        /// The outcome after the delay.
        then: Box<Outcome>,
    },
    /// Never respond, but keep the connection open.
    Hang,
    /// Close the connection without sending a byte.
    Reset,
    /// Announce the full `Content-Length`, send only the start of the body, and close the
    /// connection.
    Truncate {
        /// The full response.
        response: Response,
        /// The number of bytes of the body to send.
        bytes: usize,
    },
}

impl Outcome {
    /// Delays the outcome by `ms` milliseconds. If `ms` is 0, returns the outcome unchanged.
    #[must_use]
    pub fn delayed_by(self, ms: Millis) -> Self {
        if ms == 0 { self } else { Self::Delay { ms, then: Box::new(self) } }
    }
}

fn find_header<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
}
