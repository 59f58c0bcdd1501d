//! The host traits of `VirtualHost`.

use std::future::poll_fn;
use std::task::Poll;

use b24_users::auth::{Token, TokenReason, TokenSource};
use b24_users::error::Result;
use b24_users::host::{EventListener, Random, Spawn, UserFactory, UserStore};
use b24_users::ids::UserId;
use b24_users::model::ClientEvent;
use b24_users::protocol::{ChunkHandle, UserRef};
use b24_users::rate_limit::{Availability, Rate, RateLimitStore, UpdateFn};
use b24_users::time::{Clock, Millis, Timestamp};
use b24_users::transport::{HttpRequest, ResponseSink, Transport, TransportError};
use futures_util::future::LocalBoxFuture;

use super::{Inner, RecordedRequest, Reply, VirtualHost};

/// The size of chunks.
const CHUNK_BYTES: usize = 1000;

/// The time to live of a client's cache without options.
const DEFAULT_TTL: Millis = Millis::from_secs(300.0);

/// The delay before each chunk of `Reply::Chunks`.
const CHUNK_DELAY_MS: f64 = 100.0;

impl Clock for VirtualHost {
    fn now(&self) -> Timestamp {
        self.0.now.get() - self.0.clock_lag.get()
    }

    async fn sleep(&self, span: Millis) {
        struct Timer<'a>(u64, &'a Inner);
        impl Drop for Timer<'_> {
            fn drop(&mut self) {
                self.1.timers.borrow_mut().remove(&self.0);
            }
        }
        if span == Millis::INFINITY {
            return std::future::pending().await;
        }
        let timer = Timer(self.0.next_timer.replace(self.0.next_timer.get() + 1), &self.0);
        let end = self.0.now.get() + span;
        poll_fn(|context| {
            if self.0.now.get() >= end {
                return Poll::Ready(());
            }
            self.0.timers.borrow_mut().insert(timer.0, (end, context.waker().clone()));
            Poll::Pending
        })
        .await;
    }

    async fn yield_to_ready_tasks(&self) {
        // Ends at the next advance of the clock: when all other tasks wait.
        self.sleep_ms(f64::EPSILON * self.now_ms()).await;
    }
}

impl RateLimitStore for VirtualHost {
    fn try_acquire_locally(&self, portal: &str, rate: Rate) -> Option<Availability> {
        let mut buckets = self.0.buckets.borrow_mut();
        buckets.entry(portal.into()).or_default().try_acquire_uncontended(rate, self.now())
    }

    async fn update(&self, portal: &str, update: UpdateFn) -> Availability {
        if self.0.update_ms.get() > 0.0 {
            self.sleep_ms(self.0.update_ms.get()).await;
        }
        update(self.0.buckets.borrow_mut().entry(portal.into()).or_default(), self.now())
    }
}

impl Random for VirtualHost {
    /// A pseudorandom number, the same in each run.
    fn random(&self) -> f64 {
        self.0
            .random_state
            .set(self.0.random_state.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        (self.0.random_state.get() >> 40) as f64 / (1_u64 << 24) as f64
    }
}

impl EventListener for VirtualHost {
    fn emit(&self, event: &ClientEvent) {
        self.0.events.borrow_mut().push(event.clone());
    }
}

impl UserStore for VirtualHost {
    fn stored_user(&self, id: UserId, max_age: Millis) -> Option<ChunkHandle> {
        let users = self.0.stored_users.borrow();
        let (user, fetched_at) = users.as_ref()?.get(&id.get())?;
        let is_young = self.now() - *fetched_at < max_age.min(DEFAULT_TTL);
        is_young.then(|| ChunkHandle::new(vec![user.clone()]))
    }

    fn store_user(&self, id: UserId, user: Option<&UserRef>) {
        let mut stored = self.0.stored_users.borrow_mut();
        let Some(users) = stored.as_mut() else { return };
        match user {
            Some(user) => users.insert(id.get(), (Self::copy_for_caller(user.clone()), self.now())),
            None => users.remove(&id.get()),
        };
    }
}

impl Spawn for VirtualHost {
    fn spawn(&self, work: LocalBoxFuture<'static, ()>) {
        self.0.spawned.borrow_mut().push(work);
    }
}

/// Counts a request as in flight until it is dropped.
struct InFlightRequest<'a>(&'a Inner);

impl<'a> InFlightRequest<'a> {
    fn new(inner: &'a Inner) -> Self {
        let count = inner.in_flight.get() + 1;
        inner.in_flight.set(count);
        inner.max_in_flight.set(inner.max_in_flight.get().max(count));
        Self(inner)
    }
}

impl Drop for InFlightRequest<'_> {
    fn drop(&mut self) {
        self.0.in_flight.set(self.0.in_flight.get() - 1);
    }
}

impl Transport for VirtualHost {
    async fn send(
        &self,
        request: HttpRequest,
        sink: &mut dyn ResponseSink,
    ) -> Result<(), TransportError> {
        let raw_form = request.form.expose().to_owned();
        let form = url::form_urlencoded::parse(raw_form.as_bytes()).into_owned().collect();
        let recorded = RecordedRequest { url: request.url.expose().into(), form, raw_form };
        self.0.requests.borrow_mut().push(recorded.clone());
        let _in_flight = InFlightRequest::new(&self.0);
        let mut reply = (self.0.respond)(&recorded);
        loop {
            match reply {
                Reply::Response(status, body) => {
                    sink.on_status(status);
                    for chunk in body.chunks(CHUNK_BYTES) {
                        sink.on_chunk(chunk.into());
                        if sink.is_done() {
                            break;
                        }
                    }
                    return Ok(());
                }
                Reply::Chunks(status, chunks, end) => {
                    sink.on_status(status);
                    for chunk in chunks {
                        self.sleep_ms(CHUNK_DELAY_MS).await;
                        sink.on_chunk(chunk);
                        if sink.is_done() {
                            return Ok(());
                        }
                    }
                    self.sleep_ms(CHUNK_DELAY_MS).await;
                    return end;
                }
                Reply::Error(error) => return Err(error),
                Reply::Delayed(ms, then) => {
                    self.sleep_ms(ms).await;
                    reply = *then;
                }
                Reply::Hang => std::future::pending::<()>().await,
            }
        }
    }
}

impl TokenSource for VirtualHost {
    async fn request_token(&self, reason: TokenReason) -> Result<Token> {
        self.0.token_requests.borrow_mut().push(reason);
        self.sleep_ms(self.0.token_delay_ms.get()).await;
        (self.0.issue_token)(reason)
    }
}
