use std::cell::{Cell, RefCell};
use std::task::{Context, Poll, Waker};

use super::fair_mutex::FairMutex;
use super::leaky_bucket::Rate;
use crate::time::{Clock, poll_until};

/// How many requests may leave together before anything is known of how full the portal's bucket is.
const SLOW_START_BURST: usize = 4;

/// Lets the requests of one client out, in order.
///
/// Others fill a portal's bucket too, and it does not tell how full it is before it refuses. So after the first few, a
/// request leaves only when the one before has been answered, or when so much time has passed that the bucket has forgotten
/// it: then at most one request is refused, not all that are under way. Long requests still run side by side.
#[derive(Debug, Default)]
pub struct RequestLimiter {
    line: FairMutex,
    under_way: Cell<usize>,
    sent: Cell<usize>,
    last_sent_ms: Cell<f64>,
    /// When there is room in the bucket for the first in line, as far as is known, and since when.
    room_at_ms: Cell<f64>,
    room_known_at_ms: Cell<f64>,
    waiting: RefCell<Option<Waker>>,
}

/// The place of a request that is under way; free again when this is dropped.
#[derive(Debug)]
pub struct Permit<'a>(&'a RequestLimiter);

impl RequestLimiter {
    /// Waits for the turn of a request. `admitted` is waited for while the turn lasts. Before it,
    /// `expected` is told when there will be room for the request: not sooner, and later if others
    /// send more meanwhile.
    pub async fn pass(
        &self,
        clock: &impl Clock,
        rate: Rate,
        concurrency: usize,
        expected: &dyn Fn(f64),
        admitted: impl Future<Output = ()>,
    ) -> Permit<'_> {
        let ahead = |others: f64| {
            // Nothing is known of a later time: the clock has been set back.
            let is_known = self.room_known_at_ms.get() <= clock.now_ms();
            let room_at_ms = if is_known { self.room_at_ms.get() } else { f64::NEG_INFINITY };
            expected(room_at_ms + others * rate.interval_ms());
        };
        let _turn = self.line.turn(&ahead).await;
        expected(f64::NEG_INFINITY);
        loop {
            let since = clock.now_ms() - self.last_sent_ms.get();
            let spaced = since >= rate.interval_ms() || since < 0.0;
            let quiet = self.under_way.get() == 0;
            if self.under_way.get() < concurrency && (quiet || spaced || self.sent.get() < SLOW_START_BURST) {
                break;
            }
            // Without room for another, only an answer helps.
            let pause = if spaced { f64::INFINITY } else { rate.interval_ms() - since };
            let before = self.under_way.get();
            poll_until(clock, pause, &mut |context| self.poll_freed(before, context)).await;
        }
        admitted.await;
        self.under_way.set(self.under_way.get() + 1);
        self.sent.set(self.sent.get() + 1);
        self.last_sent_ms.set(clock.now_ms());
        Permit(self)
    }

    /// There is room in the bucket for the request whose turn it is, or will be in so many
    /// milliseconds; `is_taken`: it has gone in.
    pub fn note_room(&self, after_ms: f64, now_ms: f64, rate: Rate, is_taken: bool) {
        let at_ms = now_ms + after_ms;
        self.room_known_at_ms.set(now_ms);
        // Later than those in line have been told, by more than clocks and sums are off.
        let is_worse = at_ms > self.room_at_ms.get() + 1.0;
        self.room_at_ms.set(at_ms + if is_taken { rate.interval_ms() } else { 0.0 });
        if is_worse {
            self.line.wake_all();
        }
    }

    /// Whether a place has become free, of those that there were `before`.
    fn poll_freed(&self, before: usize, context: &Context<'_>) -> Poll<()> {
        if self.under_way.get() < before {
            return Poll::Ready(());
        }
        self.waiting.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.under_way.set(self.0.under_way.get() - 1);
        if let Some(waker) = self.0.waiting.take() {
            waker.wake();
        }
    }
}
