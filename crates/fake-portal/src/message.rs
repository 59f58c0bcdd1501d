//! HTTP messages, free of any HTTP library.

use crate::Millis;

/// Header names and values, in order.
pub type Headers = Vec<(String, String)>;

/// What a client sent.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The HTTP verb, in capitals.
    pub method: String,
    /// The path with its query, as on the request line.
    pub path: String,
    /// The headers.
    pub headers: Headers,
    /// The body, decoded from any transfer coding.
    pub body: Vec<u8>,
}

impl Request {
    /// The path without its query.
    #[must_use]
    pub fn path_only(&self) -> &str {
        self.path.split_once('?').map_or(&*self.path, |(path, _)| path)
    }

    /// The query, without its question mark.
    #[must_use]
    pub fn query(&self) -> &str {
        self.path.split_once('?').map_or("", |(_, query)| query)
    }

    /// The first header of that name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

/// What the portal answers.
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
    /// An answer of one content type.
    #[must_use]
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("Content-Type".into(), content_type.into())], body: body.into() }
    }

    /// An answer that has neither a body nor a content type.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Headers::new(), body: Vec::new() }
    }

    /// The same answer with more headers.
    #[must_use]
    pub fn with_headers(mut self, headers: &[(&str, &str)]) -> Self {
        self.headers.extend(headers.iter().map(|&(name, value)| (name.into(), value.into())));
        self
    }

    /// The first header of that name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

/// What becomes of a request. Trouble on the line belongs here too, because only a face can act it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Answer, at once.
    Respond(Response),
    /// Wait, then do what was going to be done.
    Delay {
        /// How long.
        ms: Millis,
        /// What comes after.
        then: Box<Outcome>,
    },
    /// Never answer, but keep the connection open.
    Hang,
    /// Close the connection without a single byte.
    Reset,
    /// Announce the whole answer by its `Content-Length`, send its beginning and close the connection.
    Truncate {
        /// The whole answer.
        response: Response,
        /// How much of its body arrives.
        bytes: usize,
    },
}

impl Outcome {
    /// The same, but so much later.
    #[must_use]
    pub fn after(self, ms: Millis) -> Self {
        if ms == 0 { self } else { Self::Delay { ms, then: Box::new(self) } }
    }
}

fn find<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
}
