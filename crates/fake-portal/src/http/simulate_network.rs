//! Converts outcomes to HTTP responses, and simulates network faults.

use crate::{Outcome, Response};
use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header::HeaderName},
};
use futures_util::{StreamExt, stream};
use std::{future::pending, io, time::Duration};
use tokio::{sync::watch, task::yield_now, time::sleep};

/// Converts the portal's [`Outcome`] for a request to an HTTP response, after the delay of the
/// outcome. If the server stops meanwhile, closes the connection.
pub(super) async fn http_response_after_delay(
    outcome: Outcome,
    mut stop: watch::Receiver<bool>,
) -> axum::response::Response {
    tokio::select! {
        biased;
        response = wait_and_convert(outcome) => response,
        _ = stop.wait_for(|stop| *stop) => closed_connection(),
    }
}

async fn wait_and_convert(mut outcome: Outcome) -> axum::response::Response {
    loop {
        outcome = match outcome {
            Outcome::Respond(response) => return http_response(response),
            Outcome::Delay { ms, then } => {
                sleep(Duration::from_millis(ms)).await;
                *then
            }
            Outcome::Hang => pending().await,
            Outcome::Reset => return closed_connection(),
            Outcome::Truncate { response, bytes } => return truncated_response(response, bytes),
        }
    }
}

fn http_response(response: Response) -> axum::response::Response {
    let mut http = axum::response::Response::new(Body::from(response.body));
    *http.status_mut() =
        StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::try_from(value)) {
            http.headers_mut().append(name, value);
        }
    }
    http
}

/// A response whose body fails before its first byte. This makes the server close the connection.
fn closed_connection() -> axum::response::Response {
    axum::response::Response::new(Body::from_stream(stream::iter([Err::<Bytes, _>(reset_error())])))
}

/// A response whose body fails after `bytes` bytes, or at its end if it is shorter. The body yields
/// to the runtime before it fails, so that the server sends the preceding bytes first.
fn truncated_response(mut response: Response, bytes: usize) -> axum::response::Response {
    let length = response.body.len();
    response.headers.push(("Content-Length".into(), length.to_string()));
    let start = Bytes::copy_from_slice(&response.body[..bytes.min(length)]);
    let end = stream::once(async {
        yield_now().await;
        Err(reset_error())
    });
    response.body.clear();
    http_response(response).map(|_| Body::from_stream(stream::iter([Ok(start)]).chain(end)))
}

fn reset_error() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "injected fault")
}
