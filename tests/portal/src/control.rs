//! The portal's control endpoint, `/__portal/`: for tests and pages beside it, unknown to real portals.

use crate::{Portal, Request, Response};

/// Any page may use it, with any of its verbs.
const CORS: [(&str, &str); 2] =
    [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "GET, DELETE")];

/// Answers a request below `/__portal/`.
///
/// # Panics
///
/// Never: a log is always valid JSON.
#[must_use]
pub fn serve(portal: &mut Portal, request: &Request) -> Response {
    let response = match (&*request.method, request.path_only()) {
        ("GET", "/__portal/log") => {
            let body = serde_json::to_vec(portal.log()).expect("a log is plain data");
            Response::new(200, "application/json", body)
        }
        ("DELETE", "/__portal/log") => {
            portal.clear_log();
            Response::empty(204)
        }
        ("OPTIONS", _) => Response::empty(204),
        _ => Response::new(404, "text/plain", "Not found"),
    };
    response.with_headers(&CORS)
}
