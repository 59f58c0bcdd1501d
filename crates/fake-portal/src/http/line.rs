//! What happens on the line: answers, and what goes wrong with them.

use crate::{Outcome, Response};
use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header::HeaderName},
};
use futures_util::{StreamExt, stream};
use std::{future::pending, io, time::Duration};
use tokio::{sync::watch, task::yield_now, time::sleep};

/// Acts an outcome out. Waiting ends, without an answer, when it is time to stop.
pub(super) async fn carry_out(outcome: Outcome, mut stop: watch::Receiver<bool>) -> axum::response::Response {
    tokio::select! {
        biased;
        response = act(outcome) => response,
        _ = stop.wait_for(|stop| *stop) => broken(),
    }
}

async fn act(mut outcome: Outcome) -> axum::response::Response {
    loop {
        outcome = match outcome {
            Outcome::Respond(response) => return whole(response),
            Outcome::Delay { ms, then } => {
                sleep(Duration::from_millis(ms)).await;
                *then
            }
            Outcome::Hang => pending().await,
            Outcome::Reset => return broken(),
            Outcome::Truncate { response, bytes } => return truncated(response, bytes),
        }
    }
}

fn whole(response: Response) -> axum::response::Response {
    let mut http = axum::response::Response::new(Body::from(response.body));
    *http.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::try_from(value)) {
            http.headers_mut().append(name, value);
        }
    }
    http
}

/// An answer whose body fails before anything of it was written makes the server close the connection.
fn broken() -> axum::response::Response {
    axum::response::Response::new(Body::from_stream(stream::iter([Err::<Bytes, _>(lost())])))
}

/// The wait for another turn makes the server write what it has before the failure comes.
fn truncated(mut response: Response, bytes: usize) -> axum::response::Response {
    let length = response.body.len();
    response.headers.push(("Content-Length".into(), length.to_string()));
    let begin = Bytes::copy_from_slice(&response.body[..bytes.min(length)]);
    let end = stream::once(async {
        yield_now().await;
        Err(lost())
    });
    response.body.clear();
    whole(response).map(|_| Body::from_stream(stream::iter([Ok(begin)]).chain(end)))
}

fn lost() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "as ordered")
}
