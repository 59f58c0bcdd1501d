//! `/rest/`: from an HTTP request to a method and from its result to an HTTP response.

mod auth;
mod batch;
mod envelope;
mod exchange;
mod params;
mod references;
mod route;
pub mod system_error;
mod time;

pub(crate) use batch::NAME as BATCH;
pub(crate) use params::read as parameters;

use crate::{
    Millis, Outcome, Portal, Request, Response,
    faults::{Fault, Scope},
    log::Entry,
    methods::{self, Failure, Reply},
};
use exchange::Exchange;
use params::Params;
use route::Route;

/// What goes with every answer, errors included, and makes up the answer to a preflight.
const CORS: [(&str, &str); 3] = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "origin, content-type, accept"),
    ("X-Content-Type-Options", "nosniff"),
];

/// Says what becomes of a request below `/rest/` and what to remember of it.
#[must_use]
pub fn serve(portal: &mut Portal, now: Millis, request: &Request) -> (Outcome, Entry) {
    let route = Route::of(request.path_only());
    let mut entry = Entry {
        at: now,
        verb: request.method.clone(),
        // An address that was meant to be a webhook's may have its code before the last slash.
        method: route.method.rsplit('/').next().unwrap_or_default().to_owned(),
        content_type: request.header("Content-Type").map(str::to_owned),
        ..Entry::default()
    };
    // A preflight is answered before anything is looked at, but comes the same way.
    if request.method == "OPTIONS" {
        entry.status = 200;
        let answer = Outcome::Respond(Response::empty(200).with_headers(&CORS));
        return (answer.after(portal.faults_mut().latency()), entry);
    }
    let mut exchange = Exchange::new(portal, now, auth::credential(&route));
    let answer = call(&mut exchange, request, &route, &mut entry);
    let outcome = carry_out(&mut exchange, request, answer, &mut entry);
    entry.fault = exchange.fault;
    entry.commands = exchange.commands;
    (outcome, entry)
}

/// The method comes first: who calls one that does not exist need not be let in to be told.
fn call(
    exchange: &mut Exchange<'_>,
    request: &Request,
    route: &Route,
    entry: &mut Entry,
) -> Result<Response, Failure> {
    let now = exchange.now;
    if !exchange.portal.meter_mut().admit(now) {
        return Err(Failure::system("QUERY_LIMIT_EXCEEDED"));
    }
    let name = &*route.method;
    let params = Params::from(params::read(request));
    exchange.strike(Scope::Request, name, &params.upper)?;
    if name != batch::NAME && methods::find(name).is_none() {
        return Err(Failure::system("ERROR_METHOD_NOT_FOUND"));
    }
    let caller = auth::caller(exchange.portal.credentials_mut(), now, request, route, &params.sent)?;
    entry.user = Some(caller.user);
    let answer = if name == batch::NAME {
        exchange.check_account(name).and_then(|()| batch::batch(exchange, &caller, &params.upper))
    } else {
        exchange.work(&caller, Scope::Request, name, &params)
    };
    let time = exchange.bill(name, 0, false);
    let reply: Reply = answer?;
    entry.ids = reply.ids;
    Ok(envelope::success(reply, time))
}

/// What the answer looks like from outside.
fn carry_out(
    exchange: &mut Exchange<'_>,
    request: &Request,
    answer: Result<Response, Failure>,
    entry: &mut Entry,
) -> Outcome {
    let limits = exchange.portal.meter().limits();
    let waiting = exchange.delay + if limits.real { exchange.spent.min(limits.max_request_ms) } else { 0 };
    entry.error = answer.as_ref().err().and_then(Failure::code);
    let front_end_cors = limits.cors;
    let (response, cors) = match answer {
        Ok(response) => (response, true),
        Err(Failure::Struck(fault)) => match *fault {
            Fault::Hang => return Outcome::Hang.after(waiting),
            Fault::Reset => return Outcome::Reset.after(waiting),
            fault => page(fault, request),
        },
        Err(failure) => refusal(failure, front_end_cors),
    };
    entry.status = response.status;
    let response = if cors { response.with_headers(&CORS) } else { response };
    match exchange.truncate {
        Some(bytes) => Outcome::Truncate { response, bytes },
        None => Outcome::Respond(response),
    }
    .after(waiting)
}

/// The answer to a call without a result, and whether other origins may read it.
fn refusal(failure: Failure, front_end_cors: bool) -> (Response, bool) {
    let body = failure.body().unwrap_or_default();
    match failure {
        Failure::Rest { status, error, .. } => {
            (envelope::json(status, body), front_end_cors || error != "QUERY_LIMIT_EXCEEDED")
        }
        Failure::Ordered(error) => (envelope::json(error.status(), body), error.cors),
        Failure::Fatal(error) => {
            (Response::new(500, "text/html; charset=UTF-8", format!("[TypeError] \n{}\n", error.0)), true)
        }
        Failure::Cut | Failure::Struck(_) => (envelope::html(504), front_end_cors),
    }
}

/// What another server says instead of the portal, and whether other origins may read it.
fn page(fault: Fault, request: &Request) -> (Response, bool) {
    match fault {
        Fault::Html { status, cors } => (envelope::html(status), cors),
        Fault::Redirect { to, cors } => {
            (Response::empty(302).with_headers(&[("Location", &format!("{to}{}", request.path))]), cors)
        }
        Fault::Empty { status, cors } => (Response::empty(status), cors),
        other => unreachable!("{} is no answer of another server", other.kind()),
    }
}
