//! From HTTP messages to the portal's and back.

use super::{frame, line::carry_out};
use crate::{Portal, Request, handle};
use axum::{
    Router,
    body::to_bytes,
    extract::State,
    http::{StatusCode, request::Parts},
    response::IntoResponse,
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::sync::watch;

/// Far beyond what a client of the portal would send.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// The portal, shared by all connections, and whether it is time to stop.
#[derive(Debug, Clone)]
struct Shared {
    portal: Arc<Mutex<Portal>>,
    stop: watch::Receiver<bool>,
}

/// Everything but the page for applications goes to the portal, whatever its verb and path.
pub(super) fn router(portal: Portal, stop: watch::Receiver<bool>) -> Router {
    let portal_itself =
        Router::new().fallback(answer).with_state(Shared { portal: Arc::new(Mutex::new(portal)), stop });
    frame::router().fallback_service(portal_itself)
}

async fn answer(
    State(Shared { portal, stop }): State<Shared>,
    request: axum::extract::Request,
) -> axum::response::Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = pure_request(&head, body.into());
    // A panic elsewhere leaves nothing half done that another request could trip over.
    let outcome = handle(&mut portal.lock().unwrap_or_else(PoisonError::into_inner), now(), &request);
    carry_out(outcome, stop).await
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

fn now() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)
}
