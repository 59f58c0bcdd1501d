//! The portal's page that shows an application in an iframe, as portals do.

use axum::{
    Router,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};

/// The path of the portal's page that shows an application. The page's query parameter `app` is the
/// address of the application.
pub(super) const FRAME_PATH: &str = "/marketplace/app/";

/// The page's content security policy. It permits only the page's own scripts, because the page has
/// access to tokens.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; frame-src http: https:; base-uri 'none'; form-action 'self'";

pub(super) fn router() -> Router {
    let file = |name: &str, kind, content| {
        (format!("{FRAME_PATH}{name}"), get(async move || serve_file(kind, content)))
    };
    [
        file("", "text/html; charset=utf-8", include_str!("page.html")),
        file("frame.css", "text/css", include_str!("frame.css")),
        file("frame.js", "text/javascript", include_str!("frame.js")),
        file("protocol.js", "text/javascript", include_str!("protocol.js")),
    ]
    .into_iter()
    .fold(Router::new(), |router, (path, response)| router.route(&path, response))
}

fn serve_file(kind: &'static str, content: &'static str) -> Response {
    let headers =
        [(CONTENT_TYPE, kind), (CONTENT_SECURITY_POLICY, POLICY), (CACHE_CONTROL, "no-store")];
    (headers, content).into_response()
}
