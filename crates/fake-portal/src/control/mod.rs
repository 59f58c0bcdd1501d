//! The portal's control endpoint, `/__portal/`: for tests and pages beside it, unknown to real portals.

mod body;

use crate::{Edition, Millis, Portal, Request, Response, limits::Limits, tokens::Pair};
use serde::Serialize;

/// Any page may use it, with any of its verbs.
const CORS: [(&str, &str); 3] = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, PUT, POST, DELETE"),
    ("Access-Control-Allow-Headers", "content-type"),
];

/// Answers a request below `/__portal/`. Bodies are JSON, whatever their content type says.
#[must_use]
pub fn serve(portal: &mut Portal, now: Millis, request: &Request) -> Response {
    let response = match (&*request.method, request.path_only()) {
        ("OPTIONS", _) => Ok(Response::empty(204)),
        ("GET", "/__portal/log") => Ok(json(portal.log())),
        ("DELETE", "/__portal/log") => {
            portal.clear_log();
            Ok(Response::empty(204))
        }
        (verb, "/__portal/faults") => faults(portal, verb, &request.body),
        ("PUT", "/__portal/people") => people(portal, &request.body),
        (verb, "/__portal/limits") => limits(portal, now, verb, &request.body),
        (verb, "/__portal/edition") => edition(portal, verb, &request.body),
        ("POST", "/__portal/tokens") => tokens(portal, now, &request.body),
        ("POST", "/__portal/webhooks") => webhooks(portal, &request.body),
        _ => Ok(not_found()),
    };
    response.unwrap_or_else(|why| Response::new(400, "text/plain", why)).with_headers(&CORS)
}

/// An answer, or why the request was none that could be followed.
type Answer = Result<Response, String>;

fn faults(portal: &mut Portal, verb: &str, body: &[u8]) -> Answer {
    match verb {
        "GET" => return Ok(json(portal.faults())),
        "PUT" => portal.set_faults(body::rules(body)?),
        "DELETE" => portal.set_faults(Vec::new()),
        _ => return Ok(not_found()),
    }
    Ok(Response::empty(204))
}

fn people(portal: &mut Portal, body: &[u8]) -> Answer {
    portal.set_people(body::people(body)?);
    Ok(Response::empty(204))
}

fn limits(portal: &mut Portal, now: Millis, verb: &str, body: &[u8]) -> Answer {
    match verb {
        "GET" => return Ok(json(portal.meter().limits())),
        "PUT" => portal.set_limits(body::limits(body)?, now),
        "DELETE" => portal.set_limits(Limits::default(), now),
        _ => return Ok(not_found()),
    }
    Ok(Response::empty(204))
}

fn edition(portal: &mut Portal, verb: &str, body: &[u8]) -> Answer {
    match verb {
        "GET" => return Ok(json(&portal.edition())),
        "PUT" => portal.set_edition(body::edition(body)?),
        "DELETE" => portal.set_edition(Edition::default()),
        _ => return Ok(not_found()),
    }
    Ok(Response::empty(204))
}

fn tokens(portal: &mut Portal, now: Millis, body: &[u8]) -> Answer {
    let terms = body::terms(body)?;
    check_user(portal, terms.user)?;
    let Pair { access, refresh } = portal.issue_tokens(&terms, now);
    Ok(json(&serde_json::json!({ "accessToken": access, "refreshToken": refresh })))
}

fn webhooks(portal: &mut Portal, body: &[u8]) -> Answer {
    let terms = body::webhook_terms(body)?;
    check_user(portal, terms.user)?;
    Ok(json(&serde_json::json!({ "webhook": portal.issue_webhook(&terms) })))
}

fn check_user(portal: &Portal, user: Option<u64>) -> Result<(), String> {
    match user {
        Some(user) if !portal.directory().contains(user) => Err(format!("there is no user {user}")),
        _ => Ok(()),
    }
}

fn not_found() -> Response {
    Response::new(404, "text/plain", "Not found")
}

fn json(value: &(impl Serialize + ?Sized)) -> Response {
    Response::new(200, "application/json", serde_json::to_vec(value).expect("plain data"))
}
