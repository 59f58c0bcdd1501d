/// The parts of an absolute URL, as the platform's own `fetch` parses it.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_debug_implementations, reason = "the path may hold the code of a webhook")]
pub struct UrlParts {
    /// The scheme without the colon, such as `https`.
    pub scheme: String,
    /// The host in its canonical form: in lower case, as Punycode, as dotted decimals, or `[::1]`.
    pub host: String,
    /// The port; `None` if it is the default port of the scheme.
    pub port: Option<u16>,
    /// The path, with its leading `/`.
    pub path: String,
    /// Whether the URL has a user name or a password.
    pub has_userinfo: bool,
    /// Whether the URL has a query or a fragment.
    pub has_query_or_fragment: bool,
}

impl UrlParts {
    /// Scheme, host and port, without a trailing slash.
    #[must_use]
    pub fn origin(&self) -> String {
        match self.port {
            Some(port) => format!("{}://{}:{port}", self.scheme, self.host),
            None => format!("{}://{}", self.scheme, self.host),
        }
    }
}

/// Parses URLs with the platform's own parser, so that the host that is checked is the host that
/// `fetch` contacts.
pub trait UrlParser {
    /// Parses an absolute URL by the WHATWG standard; `None` if the text is not such a URL.
    fn parse_url(&self, text: &str) -> Option<UrlParts>;
}
