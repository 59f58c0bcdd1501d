/// The parts of an absolute URL, as the platform's own `fetch` reads it.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_debug_implementations, reason = "the path may hold the code of a webhook")]
pub struct UrlParts {
    /// `https`, without the colon.
    pub scheme: String,
    /// The host in its canonical form: lower case, Punycode, dotted decimals, `[::1]`.
    pub host: String,
    /// The port, unless it is the scheme's default.
    pub port: Option<u16>,
    /// The path, with its leading `/`.
    pub path: String,
    /// Whether it has a user name or a password.
    pub has_userinfo: bool,
    /// Whether it has a query or a fragment.
    pub has_query_or_fragment: bool,
}

impl UrlParts {
    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> String {
        match self.port {
            Some(port) => format!("{}://{}:{port}", self.scheme, self.host),
            None => format!("{}://{}", self.scheme, self.host),
        }
    }
}

/// The platform's own URL parser, so that the checked host is the one that `fetch` contacts.
pub trait UrlParser {
    /// Parses an absolute URL by the WHATWG standard; `None` for anything else.
    fn parse_url(&self, text: &str) -> Option<UrlParts>;
}
