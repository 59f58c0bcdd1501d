//! Handles requests below `/rest/`: routing, authentication, faults, limits and the response. The
//! methods belong to `methods`.

mod auth;
mod batch;
mod envelope;
mod params;
mod references;
mod request_context;
mod route;
pub mod system_error;
mod time_field;

pub(crate) use batch::METHOD_NAME as BATCH;
pub(crate) use params::parse_params;

use crate::{
    Millis, Outcome, Portal, Request, Response,
    faults::{Fault, FaultTarget},
    methods::{self, CallError, CallResult},
    request_log::LogEntry,
};
use params::Params;
use request_context::RequestContext;
use route::Route;

/// The CORS headers of every response. The response to a preflight request has only these headers.
const CORS: [(&str, &str); 3] = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "origin, content-type, accept"),
    ("X-Content-Type-Options", "nosniff"),
];

/// Handles a request below `/rest/`. Returns its outcome and its log entry.
#[must_use]
pub fn handle_rest_request(
    portal: &mut Portal,
    now: Millis,
    request: &Request,
) -> (Outcome, LogEntry) {
    let route = Route::parse(request.path());
    let mut entry = LogEntry {
        at: now,
        verb: request.verb.clone(),
        // In a malformed webhook address, the code may come before the last slash. Therefore, only
        // the part after the last slash is logged.
        method: route.method.rsplit('/').next().unwrap_or_default().to_owned(),
        content_type: request.header("Content-Type").map(str::to_owned),
        ..LogEntry::default()
    };
    // The server responds to a preflight request before any check, but with the same latency.
    if request.verb == "OPTIONS" {
        entry.status = 200;
        let outcome = Outcome::Respond(Response::empty(200).with_headers(&CORS));
        return (outcome.delayed_by(portal.faults_mut().latency()), entry);
    }
    let mut context = RequestContext::new(portal, now, auth::credential_kind(&route));
    let result = execute_call(&mut context, request, &route, &mut entry);
    let outcome = build_outcome(&mut context, request, result, &mut entry);
    entry.fault = context.fault;
    entry.commands = context.commands;
    (outcome, entry)
}

/// Executes the call of a request, and logs the caller and the number of ids in `entry`. Like the
/// server, looks up the method before it authenticates the caller.
fn execute_call(
    context: &mut RequestContext<'_>,
    request: &Request,
    route: &Route,
    entry: &mut LogEntry,
) -> Result<Response, CallError> {
    let now = context.now;
    let name = &*route.method;
    let params = Params::from(parse_params(request));
    entry.ids = batch::requested_id_count(name, &params.uppercase);
    if !context.portal.limiter_mut().try_acquire(now) {
        return Err(CallError::system_error("QUERY_LIMIT_EXCEEDED"));
    }
    context.inject_faults(FaultTarget::Request, name, &params.uppercase)?;
    if name != batch::METHOD_NAME && methods::find_method(name).is_none() {
        return Err(CallError::system_error("ERROR_METHOD_NOT_FOUND"));
    }
    let caller =
        auth::authenticate(context.portal.credentials_mut(), now, request, route, &params.raw)?;
    entry.user = Some(caller.user);
    let result = if name == batch::METHOD_NAME {
        context
            .check_operating_time(name)
            .and_then(|()| batch::execute_batch(context, &caller, &params.uppercase))
    } else {
        context.call_method(&caller, FaultTarget::Request, name, &params)
    };
    let time = context.record_processing_time(name, 0, false);
    let reply: CallResult = result?;
    entry.ids = reply.id_count;
    Ok(envelope::success_response(reply, time))
}

/// Converts the result of a call to an [`Outcome`]: the response, or a network fault, after the
/// injected delays. Logs the error code and the HTTP status in `entry`.
fn build_outcome(
    context: &mut RequestContext<'_>,
    request: &Request,
    result: Result<Response, CallError>,
    entry: &mut LogEntry,
) -> Outcome {
    let limits = context.portal.limiter().options();
    let total_delay = context.delay_ms
        + if limits.real { context.processing_ms.min(limits.max_request_ms) } else { 0 };
    entry.error = result.as_ref().err().and_then(CallError::code);
    let front_end_cors = limits.cors;
    let (response, cors) = match result {
        Ok(response) => (response, true),
        Err(CallError::Injected(fault)) => match *fault {
            Fault::Hang => return Outcome::Hang.delayed_by(total_delay),
            Fault::Reset => return Outcome::Reset.delayed_by(total_delay),
            fault => substitute_response(fault, request),
        },
        Err(error) => error_response(error, front_end_cors),
    };
    entry.status = response.status;
    let response = if cors { response.with_headers(&CORS) } else { response };
    match context.truncate_at {
        Some(bytes) => Outcome::Truncate { response, bytes },
        None => Outcome::Respond(response),
    }
    .delayed_by(total_delay)
}

/// The response to a failed call, and whether it gets CORS headers. `front_end_cors` decides for
/// the errors of the front-end web server (503 for the rate limit, 504 for a timeout), and the
/// fault rule for an injected error. All other error responses get CORS headers.
fn error_response(error: CallError, front_end_cors: bool) -> (Response, bool) {
    let body = error.body().unwrap_or_default();
    match error {
        CallError::Rest { status, error: code, .. } => (
            envelope::json_response(status, body),
            front_end_cors || code != "QUERY_LIMIT_EXCEEDED",
        ),
        CallError::Configured(error) => (envelope::json_response(error.status(), body), error.cors),
        CallError::PhpError(error) => (
            Response::new(500, "text/html; charset=UTF-8", format!("[TypeError] \n{}\n", error.0)),
            true,
        ),
        CallError::TimedOut | CallError::Injected(_) => (envelope::html_page(504), front_end_cors),
    }
}

/// The response that a fault sends instead of the REST response, and whether it gets CORS headers.
fn substitute_response(fault: Fault, request: &Request) -> (Response, bool) {
    match fault {
        Fault::Html { status, cors } => (envelope::html_page(status), cors),
        Fault::Redirect { to, cors } => (
            Response::empty(302).with_headers(&[("Location", &format!("{to}{}", request.target))]),
            cors,
        ),
        Fault::Empty { status, cors } => (Response::empty(status), cors),
        other => unreachable!("{} is not a response", other.kind()),
    }
}
