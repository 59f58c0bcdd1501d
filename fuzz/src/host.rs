use std::cell::Cell;

use b24_users::auth::{Token, TokenReason, TokenSource};
use b24_users::error::Result;
use b24_users::host::Random;
use b24_users::host::{EventListener, Spawn};
use b24_users::model::ClientEvent;
use b24_users::rate_limit::{Availability, LeakyBucket, RateLimitStore, UpdateFn};
use b24_users::time::Clock;
use b24_users::transport::{HttpRequest, ResponseSink, Transport, TransportError};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

/// How many requests one input may cause. A lookup of few ids without retries needs far fewer.
const MOST_REQUESTS: u32 = 200;

/// In what pieces bodies arrive.
const PIECE_BYTES: usize = 16;

/// A world in which everything is answered by the same bytes, at once, and time passes only by sleeping.
#[derive(Debug)]
pub struct Host {
    status: u16,
    body: Vec<u8>,
    now_ms: Cell<f64>,
    requests: Cell<u32>,
}

impl Host {
    pub fn answering(status: u16, body: &[u8]) -> Self {
        Self { status, body: body.into(), now_ms: Cell::new(1e12), requests: Cell::new(0) }
    }
}

impl Transport for Host {
    async fn send(&self, _request: HttpRequest, body: &mut dyn ResponseSink) -> Result<(), TransportError> {
        self.requests.set(self.requests.get() + 1);
        assert!(self.requests.get() <= MOST_REQUESTS, "too many requests");
        body.begins(self.status);
        for piece in self.body.chunks(PIECE_BYTES) {
            body.arrived(piece.into());
        }
        Ok(())
    }
}

impl Clock for Host {
    fn now_ms(&self) -> f64 {
        self.now_ms.get()
    }

    async fn sleep(&self, ms: f64) {
        self.now_ms.set(self.now_ms.get() + ms);
    }

    async fn tick(&self) {}
}

impl RateLimitStore for Host {
    async fn update(&self, _portal: &str, update: UpdateFn) -> Availability {
        update(&mut LeakyBucket::default(), self.now_ms())
    }
}

impl Random for Host {
    fn random(&self) -> f64 {
        0.5
    }
}

impl EventListener for Host {
    fn emit(&self, _event: &ClientEvent) {}
}

impl Spawn for Host {
    fn spawn(&self, work: LocalBoxFuture<'static, ()>) {
        work.now_or_never().expect("nothing is waited for here");
    }
}

impl TokenSource for Host {
    async fn token(&self, _reason: TokenReason) -> Result<Token> {
        unreachable!("the token is given")
    }
}
