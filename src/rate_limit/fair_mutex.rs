use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Context, Poll, Waker};

/// A mutex that is locked in the order of the calls of `lock`. The `Mutex` of `futures` is not
/// fair: a late caller may overtake all waiting callers, again and again.
#[derive(Debug, Default)]
pub(crate) struct FairMutex {
    /// The tickets in ascending order. The first ticket holds the lock, and the others wait.
    queue: RefCell<Vec<(u64, Option<Waker>)>>,
    next_ticket: Cell<u64>,
}

/// A ticket in the queue of the mutex. The first ticket holds the lock. Dropping the first ticket
/// unlocks the mutex; dropping any other ticket removes it from the queue.
#[derive(Debug)]
pub(crate) struct FairMutexGuard<'a> {
    mutex: &'a FairMutex,
    ticket: u64,
}

impl FairMutex {
    /// Locks the mutex. While the caller waits, calls `on_queued` with the number of callers ahead
    /// in the queue.
    pub(crate) async fn lock(&self, on_queued: &dyn Fn(usize)) -> FairMutexGuard<'_> {
        let ticket = self.next_ticket.replace(self.next_ticket.get() + 1);
        self.queue.borrow_mut().push((ticket, None));
        // The guard already exists while the caller waits, so a dropped future leaves the queue
        // too.
        let guard = FairMutexGuard { mutex: self, ticket };
        poll_fn(|context| guard.poll(on_queued, context)).await;
        guard
    }

    /// Wakes all waiting callers, so that `on_queued` is called again for each.
    pub(crate) fn wake_all(&self) {
        let mut wakers = Vec::new();
        for (_, waker) in self.queue.borrow_mut().iter_mut() {
            if let Some(waker) = waker.take() {
                wakers.push(waker);
            }
        }
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl FairMutexGuard<'_> {
    fn poll(&self, on_queued: &dyn Fn(usize), context: &Context<'_>) -> Poll<()> {
        let mut queue = self.mutex.queue.borrow_mut();
        // A binary search, because thousands of callers may wait and be woken together.
        let ahead = queue.partition_point(|&(ticket, _)| ticket < self.ticket);
        if ahead == 0 {
            return Poll::Ready(());
        }
        if let Some((_, waker)) = queue.get_mut(ahead) {
            *waker = Some(context.waker().clone());
        }
        drop(queue);
        on_queued(ahead);
        Poll::Pending
    }
}

impl Drop for FairMutexGuard<'_> {
    fn drop(&mut self) {
        let mut queue = self.mutex.queue.borrow_mut();
        queue.retain(|&(ticket, _)| ticket != self.ticket);
        let next = queue.first_mut().and_then(|(_, waker)| waker.take());
        drop(queue);
        if let Some(waker) = next {
            waker.wake();
        }
    }
}
