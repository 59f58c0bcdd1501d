//! `/rest/`: from an HTTP request to a method and from its result to an HTTP response.

mod auth;
mod envelope;
mod params;
mod route;

use crate::{
    Millis, Portal, Request, Response,
    log::Entry,
    methods::{self, Call, Failure, Reply},
};
use route::Route;

/// What goes with every answer, errors included, and makes up the answer to a preflight.
const CORS: [(&str, &str); 3] = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "origin, content-type, accept"),
    ("X-Content-Type-Options", "nosniff"),
];

/// Answers a request below `/rest/` and says what to remember of it.
#[must_use]
pub fn serve(portal: &Portal, now: Millis, request: &Request) -> (Response, Entry) {
    let route = Route::of(request.path_only());
    let mut entry = Entry {
        at: now,
        verb: request.method.clone(),
        // An address that was meant to be a webhook's may have its code before the last slash.
        method: route.method.rsplit('/').next().unwrap_or_default().to_owned(),
        content_type: request.header("Content-Type").map(str::to_owned),
        user: None,
        ids: 0,
        status: 200,
        error: None,
    };
    // A preflight is answered before anything is looked at.
    let response = if request.method == "OPTIONS" {
        Response::empty(200)
    } else {
        match call(portal, request, &route, &mut entry.user) {
            Ok(reply) => {
                entry.ids = reply.ids;
                envelope::success(reply.result, now)
            }
            Err(failure) => {
                entry.error = failure.code();
                envelope::failure(failure)
            }
        }
    };
    entry.status = response.status;
    (response.with_headers(&CORS), entry)
}

/// The method comes first: who calls one that does not exist need not be let in to be told.
fn call(portal: &Portal, request: &Request, route: &Route, user: &mut Option<u64>) -> Result<Reply, Failure> {
    let method = methods::find(&route.method).ok_or(METHOD_NOT_FOUND)?;
    let params = params::read(request);
    let caller = auth::caller(portal.credentials(), request, route, &params)?;
    *user = Some(caller);
    method(&Call { portal, caller, params: params.with_upper_case_keys() })
}

const METHOD_NOT_FOUND: Failure =
    Failure::Rest { status: 404, error: "ERROR_METHOD_NOT_FOUND", description: "Method not found!" };
