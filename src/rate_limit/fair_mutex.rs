use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Context, Poll, Waker};

/// Who waits, first come, first served. The `Mutex` of futures is none: who comes late may be let in before all others, again and again.
#[derive(Debug, Default)]
pub(crate) struct FairMutex {
    /// By number; it is the first one's turn.
    waiting: RefCell<Vec<(u64, Option<Waker>)>>,
    came: Cell<u64>,
}

/// A place in the line. The next has its turn when this is dropped.
#[derive(Debug)]
pub(crate) struct FairMutexGuard<'a>(&'a FairMutex, u64);

impl FairMutex {
    /// Waits behind all who wait already, until it is one's turn. `ahead` is told how many are.
    pub(crate) async fn turn(&self, ahead: &dyn Fn(f64)) -> FairMutexGuard<'_> {
        let number = self.came.replace(self.came.get() + 1);
        self.waiting.borrow_mut().push((number, None));
        // Leaves the line as well if it is dropped while it waits.
        let turn = FairMutexGuard(self, number);
        poll_fn(|context| turn.poll(ahead, context)).await;
        turn
    }

    /// Everybody in it is told anew how many are ahead.
    pub(crate) fn wake_all(&self) {
        let mut wakers = Vec::new();
        for (_, waker) in self.waiting.borrow_mut().iter_mut() {
            if let Some(waker) = waker.take() {
                wakers.push(waker);
            }
        }
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl FairMutexGuard<'_> {
    fn poll(&self, ahead: &dyn Fn(f64), context: &Context<'_>) -> Poll<()> {
        let mut waiting = self.0.waiting.borrow_mut();
        // By a binary search, as thousands may wait, and be woken together.
        let others = waiting.partition_point(|&(number, _)| number < self.1);
        if others == 0 {
            return Poll::Ready(());
        }
        if let Some((_, waker)) = waiting.get_mut(others) {
            *waker = Some(context.waker().clone());
        }
        drop(waiting);
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 wait")]
        ahead(others as f64);
        Poll::Pending
    }
}

impl Drop for FairMutexGuard<'_> {
    fn drop(&mut self) {
        let mut waiting = self.0.waiting.borrow_mut();
        waiting.retain(|&(number, _)| number != self.1);
        let next = waiting.first_mut().and_then(|(_, waker)| waker.take());
        drop(waiting);
        if let Some(waker) = next {
            waker.wake();
        }
    }
}
