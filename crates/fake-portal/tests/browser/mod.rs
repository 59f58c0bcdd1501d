//! A browser page of another origin, which follows the Fetch standard.

use crate::support::{get, send};
use b24_fake_portal::{Portal, Request, Response};

const ORIGIN: &str = "https://app.example";

/// A request of the page.
pub struct Fetch {
    request: Request,
    with_cookies: bool,
}

/// The result of a request.
#[derive(Debug)]
pub struct FetchResult {
    /// Whether the browser sent a preflight.
    pub preflight: bool,
    /// The readable response; `None` for a network error.
    pub response: Option<Response>,
}

impl Fetch {
    pub fn new(request: Request) -> Self {
        Self { request, with_cookies: false }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request.headers.push((name.into(), value.into()));
        self
    }

    pub fn with_cookies(self) -> Self {
        Self { with_cookies: true, ..self }
    }

    /// Sends the request. Any redirect leads to the same portal.
    pub fn run(&self, portal: &mut Portal) -> FetchResult {
        let preflight = self.needs_preflight();
        if preflight && !self.is_allowed_by(&send(portal, &self.preflight())) {
            return FetchResult { preflight, response: None };
        }
        let mut response = send(portal, &self.request);
        if response.status == 302 && self.is_readable(&response) {
            let path = response
                .header("Location")
                .expect("a location")
                .splitn(4, '/')
                .nth(3)
                .unwrap_or_default();
            response = send(portal, &get(format!("/{path}")));
        }
        FetchResult { preflight, response: self.is_readable(&response).then(|| expose(response)) }
    }

    fn needs_preflight(&self) -> bool {
        !is_simple(&self.request.verb) || self.unsafe_headers().next().is_some()
    }

    fn preflight(&self) -> Request {
        let unsafe_headers: Vec<_> = self.unsafe_headers().collect();
        let headers = vec![
            ("Origin".into(), ORIGIN.into()),
            ("Access-Control-Request-Method".into(), self.request.verb.clone()),
            ("Access-Control-Request-Headers".into(), unsafe_headers.join(",")),
        ];
        Request { verb: "OPTIONS".into(), headers, ..get(&*self.request.target) }
    }

    fn is_allowed_by(&self, response: &Response) -> bool {
        let method = &*self.request.verb;
        (200..300).contains(&response.status)
            && self.is_readable(response)
            && (is_simple(method) || header_lists(response, "Access-Control-Allow-Methods", method))
            && self
                .unsafe_headers()
                .all(|name| header_lists(response, "Access-Control-Allow-Headers", &name))
    }

    fn unsafe_headers(&self) -> impl Iterator<Item = String> {
        self.request
            .headers
            .iter()
            .filter(|header| !is_safe(header))
            .map(|(name, _)| name.to_lowercase())
    }

    fn is_readable(&self, response: &Response) -> bool {
        let origin = response.header("Access-Control-Allow-Origin");
        if self.with_cookies {
            return origin == Some(ORIGIN)
                && response.header("Access-Control-Allow-Credentials") == Some("true");
        }
        matches!(origin, Some("*" | ORIGIN))
    }
}

fn is_simple(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
}

/// Whether the header is safelisted, and so needs no preflight.
fn is_safe((name, value): &(String, String)) -> bool {
    let essence = value.split(';').next().unwrap_or_default().trim();
    match &*name.to_lowercase() {
        "accept" | "accept-language" | "content-language" => true,
        "content-type" => {
            matches!(
                essence,
                "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain"
            )
        }
        _ => false,
    }
}

/// Removes the headers that pages cannot read.
fn expose(response: Response) -> Response {
    const SAFE: [&str; 7] = [
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    ];
    let mut headers = response.headers.clone();
    headers.retain(|(name, _)| {
        SAFE.contains(&&*name.to_lowercase())
            || header_lists(&response, "Access-Control-Expose-Headers", name)
    });
    Response { headers, ..response }
}

/// Whether a header lists `item`. The wildcard does not include `Authorization`.
fn header_lists(response: &Response, header: &str, item: &str) -> bool {
    let mut items = response.header(header).unwrap_or_default().split(',').map(str::trim);
    items.any(|listed| {
        listed.eq_ignore_ascii_case(item) || (listed == "*" && item != "authorization")
    })
}
