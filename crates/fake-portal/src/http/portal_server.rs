//! The HTTP server of the portal. Converts requests of axum to requests of the portal.

use super::{app_frame, simulate_network::http_response_after_delay};
use crate::{Portal, Request, handle_request};
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

/// Maximum length of a request body, in bytes. Real requests are far smaller.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// The state that all connections share: the portal and the stop signal.
#[derive(Debug, Clone)]
struct ServerState {
    portal: Arc<Mutex<Portal>>,
    stop: watch::Receiver<bool>,
}

/// Routes requests to the portal, except requests for the page that shows an application.
pub(super) fn router(portal: Portal, stop: watch::Receiver<bool>) -> Router {
    let portal_router = Router::new()
        .fallback(handle_http_request)
        .with_state(ServerState { portal: Arc::new(Mutex::new(portal)), stop });
    app_frame::router().fallback_service(portal_router)
}

async fn handle_http_request(
    State(ServerState { portal, stop }): State<ServerState>,
    request: axum::extract::Request,
) -> axum::response::Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = to_portal_request(&head, body.into());
    // A poisoned lock is safe to use: no request leaves behind partial state on which another
    // depends.
    let outcome = handle_request(
        &mut portal.lock().unwrap_or_else(PoisonError::into_inner),
        now_ms(),
        &request,
    );
    http_response_after_delay(outcome, stop).await
}

fn to_portal_request(head: &Parts, body: Vec<u8>) -> Request {
    Request {
        verb: head.method.as_str().into(),
        target: head.uri.path_and_query().map_or("/", |path| path.as_str()).into(),
        headers: head
            .headers
            .iter()
            .map(|(name, value)| {
                (name.as_str().into(), String::from_utf8_lossy(value.as_bytes()).into())
            })
            .collect(),
        body,
    }
}

fn now_ms() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)
}
