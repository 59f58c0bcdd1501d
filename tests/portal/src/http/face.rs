//! From HTTP messages to the portal's and back.

use crate::{Outcome, Portal, Request, Response, handle};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderValue, StatusCode, header::HeaderName, request::Parts},
    response::IntoResponse,
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

/// Far beyond what a client of the portal would send.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// Everything goes to the portal, whatever its verb and path.
pub(super) fn router(portal: Portal) -> Router {
    Router::new().fallback(answer).with_state(Arc::new(Mutex::new(portal)))
}

async fn answer(
    State(portal): State<Arc<Mutex<Portal>>>,
    request: axum::extract::Request,
) -> axum::response::Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = pure_request(&head, body.into());
    // A panic elsewhere leaves nothing half done that another request could trip over.
    let outcome = handle(&mut portal.lock().unwrap_or_else(PoisonError::into_inner), now(), &request);
    let Outcome::Respond(response) = outcome;
    http_response(response)
}

fn pure_request(head: &Parts, body: Vec<u8>) -> Request {
    Request {
        method: head.method.as_str().into(),
        path: head.uri.path_and_query().map_or("/", |path| path.as_str()).into(),
        headers: head
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().into(), String::from_utf8_lossy(value.as_bytes()).into()))
            .collect(),
        body,
    }
}

fn http_response(response: Response) -> axum::response::Response {
    let mut http = axum::response::Response::new(Body::from(response.body));
    *http.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::try_from(value)) {
            http.headers_mut().append(name, value);
        }
    }
    http
}

fn now() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)
}
