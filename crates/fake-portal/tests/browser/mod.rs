//! A browser with a page of another origin, as the Fetch standard has it.

use crate::support::{get, send};
use b24_fake_portal::{Portal, Request, Response};

const ORIGIN: &str = "https://app.example";

/// A request of the page.
pub struct Fetch {
    request: Request,
    with_cookies: bool,
}

/// What becomes of it.
#[derive(Debug)]
pub struct Seen {
    /// Whether the browser had to ask first.
    pub preflight: bool,
    /// What the page gets; nothing where the browser tells of a network error.
    pub answer: Option<Response>,
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

    /// Sends it. Wherever a redirect leads to, this portal is there.
    pub fn run(&self, portal: &mut Portal) -> Seen {
        let preflight = self.needs_preflight();
        if preflight && !self.is_allowed_by(&send(portal, &self.preflight())) {
            return Seen { preflight, answer: None };
        }
        let mut answer = send(portal, &self.request);
        if answer.status == 302 && self.may_read(&answer) {
            let path = answer.header("Location").expect("a place").splitn(4, '/').nth(3).unwrap_or_default();
            answer = send(portal, &get(format!("/{path}")));
        }
        Seen { preflight, answer: self.may_read(&answer).then(|| visible(answer)) }
    }

    fn needs_preflight(&self) -> bool {
        !is_simple(&self.request.method) || self.unsafe_headers().next().is_some()
    }

    fn preflight(&self) -> Request {
        let unsafe_headers: Vec<_> = self.unsafe_headers().collect();
        let headers = vec![
            ("Origin".into(), ORIGIN.into()),
            ("Access-Control-Request-Method".into(), self.request.method.clone()),
            ("Access-Control-Request-Headers".into(), unsafe_headers.join(",")),
        ];
        Request { method: "OPTIONS".into(), headers, ..get(&*self.request.path) }
    }

    fn is_allowed_by(&self, answer: &Response) -> bool {
        let method = &*self.request.method;
        (200..300).contains(&answer.status)
            && self.may_read(answer)
            && (is_simple(method) || lists(answer, "Access-Control-Allow-Methods", method))
            && self.unsafe_headers().all(|name| lists(answer, "Access-Control-Allow-Headers", &name))
    }

    fn unsafe_headers(&self) -> impl Iterator<Item = String> {
        self.request.headers.iter().filter(|header| !is_safe(header)).map(|(name, _)| name.to_lowercase())
    }

    fn may_read(&self, answer: &Response) -> bool {
        let origin = answer.header("Access-Control-Allow-Origin");
        if self.with_cookies {
            return origin == Some(ORIGIN)
                && answer.header("Access-Control-Allow-Credentials") == Some("true");
        }
        matches!(origin, Some("*" | ORIGIN))
    }
}

fn is_simple(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
}

/// Whether pages may send the header without asking.
fn is_safe((name, value): &(String, String)) -> bool {
    let essence = value.split(';').next().unwrap_or_default().trim();
    match &*name.to_lowercase() {
        "accept" | "accept-language" | "content-language" => true,
        "content-type" => {
            matches!(essence, "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain")
        }
        _ => false,
    }
}

/// The answer without the headers that are hidden from pages.
fn visible(answer: Response) -> Response {
    const SAFE: [&str; 7] = [
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    ];
    let mut headers = answer.headers.clone();
    headers.retain(|(name, _)| {
        SAFE.contains(&&*name.to_lowercase()) || lists(&answer, "Access-Control-Expose-Headers", name)
    });
    Response { headers, ..answer }
}

/// Whether a header of the answer is a list with that in it. The wildcard does not stand for `Authorization`.
fn lists(answer: &Response, header: &str, item: &str) -> bool {
    let mut items = answer.header(header).unwrap_or_default().split(',').map(str::trim);
    items.any(|listed| listed.eq_ignore_ascii_case(item) || (listed == "*" && item != "authorization"))
}
