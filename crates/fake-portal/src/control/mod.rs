//! The control endpoint `/__portal/`, by which tests configure the portal. Real portals have no
//! such endpoint. This module only dispatches requests; other modules implement the settings.

mod parse;

use crate::{Edition, Millis, Portal, Request, Response, limits::LimitOptions, tokens::TokenPair};
use serde::Serialize;

/// CORS headers that allow pages of any origin to use the endpoint.
const CORS: [(&str, &str); 3] = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, PUT, POST, DELETE"),
    ("Access-Control-Allow-Headers", "content-type"),
];

/// Handles a request below `/__portal/`. The body is JSON, whatever its content type.
#[must_use]
pub fn handle_control_request(portal: &mut Portal, now: Millis, request: &Request) -> Response {
    let response = match (&*request.verb, request.path()) {
        ("OPTIONS", _) => Ok(Response::empty(204)),
        ("GET", "/__portal/log") => Ok(json_response(portal.log())),
        ("DELETE", "/__portal/log") => {
            portal.clear_log();
            Ok(Response::empty(204))
        }
        (verb, "/__portal/faults") => handle_faults(portal, verb, &request.body),
        ("PUT", "/__portal/people") => handle_people(portal, &request.body),
        (verb, "/__portal/limits") => handle_limits(portal, now, verb, &request.body),
        (verb, "/__portal/edition") => handle_edition(portal, verb, &request.body),
        ("POST", "/__portal/tokens") => handle_tokens(portal, now, &request.body),
        ("POST", "/__portal/webhooks") => handle_webhooks(portal, &request.body),
        _ => Ok(not_found()),
    };
    response.unwrap_or_else(|message| Response::new(400, "text/plain", message)).with_headers(&CORS)
}

/// The response, or the reason why the request is invalid.
type ControlResult = Result<Response, String>;

fn handle_faults(portal: &mut Portal, verb: &str, body: &[u8]) -> ControlResult {
    match verb {
        "GET" => return Ok(json_response(portal.faults())),
        "PUT" => portal.set_faults(parse::parse_rules(body)?),
        "DELETE" => portal.set_faults(Vec::new()),
        _ => return Ok(not_found()),
    }
    Ok(Response::empty(204))
}

fn handle_people(portal: &mut Portal, body: &[u8]) -> ControlResult {
    portal.set_people(parse::parse_people(body)?);
    Ok(Response::empty(204))
}

fn handle_limits(portal: &mut Portal, now: Millis, verb: &str, body: &[u8]) -> ControlResult {
    match verb {
        "GET" => return Ok(json_response(portal.limiter().options())),
        "PUT" => portal.set_limits(parse::parse_limits(body)?, now),
        "DELETE" => portal.set_limits(LimitOptions::default(), now),
        _ => return Ok(not_found()),
    }
    Ok(Response::empty(204))
}

fn handle_edition(portal: &mut Portal, verb: &str, body: &[u8]) -> ControlResult {
    match verb {
        "GET" => return Ok(json_response(&portal.edition())),
        "PUT" => portal.set_edition(parse::parse_edition(body)?),
        "DELETE" => portal.set_edition(Edition::default()),
        _ => return Ok(not_found()),
    }
    Ok(Response::empty(204))
}

fn handle_tokens(portal: &mut Portal, now: Millis, body: &[u8]) -> ControlResult {
    let options = parse::parse_token_options(body)?;
    require_user(portal, options.user)?;
    let TokenPair { access, refresh } = portal.issue_token_pair(&options, now);
    Ok(json_response(&serde_json::json!({ "accessToken": access, "refreshToken": refresh })))
}

fn handle_webhooks(portal: &mut Portal, body: &[u8]) -> ControlResult {
    let options = parse::parse_webhook_options(body)?;
    require_user(portal, options.user)?;
    Ok(json_response(&serde_json::json!({ "webhook": portal.issue_webhook(&options) })))
}

fn require_user(portal: &Portal, user: Option<u64>) -> Result<(), String> {
    match user {
        Some(user) if !portal.directory().contains(user) => Err(format!("there is no user {user}")),
        _ => Ok(()),
    }
}

fn not_found() -> Response {
    Response::new(404, "text/plain", "Not found")
}

fn json_response(value: &(impl Serialize + ?Sized)) -> Response {
    Response::new(200, "application/json", serde_json::to_vec(value).expect("plain data"))
}
