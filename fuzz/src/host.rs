use std::cell::Cell;

use b24_users::auth::{Token, TokenReason, TokenSource};
use b24_users::error::Result;
use b24_users::host::{EventListener, Random, Spawn, UserStore};
use b24_users::ids::UserId;
use b24_users::model::ClientEvent;
use b24_users::protocol::{ChunkHandle, UserRef};
use b24_users::rate_limit::{Availability, LeakyBucket, Rate, RateLimitStore, UpdateFn};
use b24_users::time::{Clock, Millis, Timestamp};
use b24_users::transport::{HttpRequest, ResponseSink, Transport, TransportError};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

/// The maximum number of requests for one input. Few ids without retries need far fewer.
const MAX_REQUESTS: u32 = 200;

/// The size of a body's chunks.
const CHUNK_BYTES: usize = 16;

/// A host that responds to every request at once, with the same response. Only `sleep` advances
/// the clock.
#[derive(Debug)]
pub struct Host {
    status: u16,
    body: Vec<u8>,
    now: Cell<Timestamp>,
    request_count: Cell<u32>,
}

impl Host {
    pub fn responding(status: u16, body: &[u8]) -> Self {
        Self {
            status,
            body: body.into(),
            now: Cell::new(Timestamp::new(1e12)),
            request_count: Cell::new(0),
        }
    }
}

impl Transport for Host {
    async fn send(
        &self,
        _request: HttpRequest,
        body: &mut dyn ResponseSink,
    ) -> Result<(), TransportError> {
        self.request_count.set(self.request_count.get() + 1);
        assert!(self.request_count.get() <= MAX_REQUESTS, "too many requests");
        body.on_status(self.status);
        for chunk in self.body.chunks(CHUNK_BYTES) {
            body.on_chunk(chunk.into());
            if body.is_done() {
                break;
            }
        }
        Ok(())
    }
}

impl Clock for Host {
    fn now(&self) -> Timestamp {
        self.now.get()
    }

    async fn sleep(&self, span: Millis) {
        self.now.set(self.now.get() + span);
    }

    async fn yield_to_ready_tasks(&self) {}
}

impl RateLimitStore for Host {
    fn try_acquire_locally(&self, _portal: &str, _rate: Rate) -> Option<Availability> {
        None
    }

    async fn update(&self, _portal: &str, update: UpdateFn) -> Availability {
        update(&mut LeakyBucket::default(), self.now())
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

impl UserStore for Host {
    fn stored_user(&self, _id: UserId, _max_age: Millis) -> Option<ChunkHandle> {
        None
    }

    fn store_user(&self, _id: UserId, _user: Option<&UserRef>) {}
}

impl Spawn for Host {
    fn spawn(&self, work: LocalBoxFuture<'static, ()>) {
        work.now_or_never().expect("the future is ready at once");
    }
}

impl TokenSource for Host {
    async fn request_token(&self, _reason: TokenReason) -> Result<Token> {
        unreachable!("the client has a token")
    }
}
