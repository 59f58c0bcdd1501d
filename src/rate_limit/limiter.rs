//! Permits to send requests: first in, first out, with slow start and pacing.

use std::cell::{Cell, RefCell};
use std::task::{Context, Poll, Waker};

use super::fair_mutex::FairMutex;
use super::leaky_bucket::{Availability, Rate};
use crate::time::{Clock, Millis, Timestamp, poll_until};

/// The number of requests that a new client may send without pacing (slow start).
const SLOW_START_BURST: usize = 4;

/// Estimated times count as equal if they differ by less than this, because of clocks and rounding.
const ESTIMATE_TOLERANCE: Millis = Millis::new(1.0);

/// Issues the permits to send the requests of one client. The order is first in, first out, with a
/// slow start and pacing.
///
/// Other clients fill the portal's leaky bucket too, and the portal reports a full bucket only by
/// refusing a request. Therefore, after the slow start, the limiter paces requests: it issues the
/// next permit only when no request is in flight, or when the previous request has leaked from the
/// bucket. If the bucket is full, the portal then refuses at most one request instead of all in
/// flight. Long requests still run concurrently.
#[derive(Debug, Default)]
pub struct RequestLimiter {
    queue: FairMutex,
    in_flight: Cell<usize>,
    sent: Cell<usize>,
    last_sent_at: Cell<Timestamp>,
    /// Estimated time at which the bucket has capacity for the first request in the queue.
    available_at: Cell<Timestamp>,
    /// The time at which `available_at` was estimated.
    estimated_at: Cell<Timestamp>,
    permit_waker: RefCell<Option<Waker>>,
}

/// The permit to have one request in flight. The request ends when the permit is dropped.
#[derive(Debug)]
pub struct Permit<'a>(&'a RequestLimiter);

impl RequestLimiter {
    /// Acquires a permit, first in, first out. When the request is the first in the queue, it
    /// awaits `capacity`, a future that acquires capacity in the portal's leaky bucket.
    ///
    /// While the request is in the queue, `on_estimate` is called with the estimated time of its
    /// permit. Each call may report a later time than the last, because other clients send requests
    /// too. `None` means that the time is unknown, or that the request has become the first in the
    /// queue.
    pub async fn acquire(
        &self,
        clock: &impl Clock,
        rate: Rate,
        concurrency: usize,
        on_estimate: &dyn Fn(Option<Timestamp>),
        capacity: impl Future<Output = ()>,
    ) -> Permit<'_> {
        let on_queued = |ahead: usize| {
            // If the time of the estimate is in the future, the clock was set back afterwards.
            let is_known = self.estimated_at.get() <= clock.now();
            #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 requests queue")]
            let at = self.available_at.get() + rate.interval() * ahead as f64;
            on_estimate(is_known.then_some(at));
        };
        let _lock = self.queue.lock(&on_queued).await;
        on_estimate(None);
        self.wait_for_pace(clock, rate, concurrency).await;
        capacity.await;
        self.in_flight.set(self.in_flight.get() + 1);
        self.sent.set(self.sent.get() + 1);
        self.last_sent_at.set(clock.now());
        Permit(self)
    }

    /// Waits until pacing and concurrency allow one more request in flight.
    async fn wait_for_pace(&self, clock: &impl Clock, rate: Rate, concurrency: usize) {
        loop {
            let elapsed = clock.now() - self.last_sent_at.get();
            let has_interval_passed = elapsed >= rate.interval() || elapsed < Millis::ZERO;
            let in_flight = self.in_flight.get();
            let is_slow_start = self.sent.get() < SLOW_START_BURST;
            if in_flight < concurrency && (in_flight == 0 || has_interval_passed || is_slow_start) {
                return;
            }
            // At full concurrency, the request has to wait until a permit is dropped.
            let limit =
                if has_interval_passed { Millis::INFINITY } else { rate.interval() - elapsed };
            poll_until(clock, limit, &mut |context| self.poll_permit_released(in_flight, context))
                .await;
        }
    }

    /// Updates the estimated times of the queued requests. `availability` is the state of the
    /// portal's bucket that the first request in the queue found. If there was capacity, that
    /// request has acquired it.
    pub fn update_queue_estimates(&self, availability: Availability, now: Timestamp, rate: Rate) {
        let (at, next_at) = match availability {
            Availability::Full { wait } => (now + wait, now + wait),
            Availability::Available { elapsed } => (now - elapsed, now - elapsed + rate.interval()),
        };
        self.estimated_at.set(now);
        // The time is later than the queued requests expect.
        let is_later = at > self.available_at.get() + ESTIMATE_TOLERANCE;
        self.available_at.set(next_at);
        if is_later {
            self.queue.wake_all();
        }
    }

    /// Ready when a permit has been released, so that fewer than `before` requests are in flight.
    /// `before` is the number of requests in flight at the start of the wait.
    fn poll_permit_released(&self, before: usize, context: &Context<'_>) -> Poll<()> {
        if self.in_flight.get() < before {
            return Poll::Ready(());
        }
        self.permit_waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.in_flight.set(self.0.in_flight.get() - 1);
        if let Some(waker) = self.0.permit_waker.take() {
            waker.wake();
        }
    }
}
