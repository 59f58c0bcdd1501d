use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Context, Poll, Waker};

/// Who waits, first come, first served. The `Mutex` of futures is none: who comes late may be let in before all others, again and again.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// By number; it is the first one's turn.
    waiting: RefCell<Vec<(u64, Option<Waker>)>>,
    came: Cell<u64>,
}

/// A place in the line. The next has its turn when this is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a>(&'a Line, u64);

impl Line {
    /// Waits behind all who wait already, until it is one's turn.
    pub(super) async fn turn(&self) -> Turn<'_> {
        let number = self.came.replace(self.came.get() + 1);
        self.waiting.borrow_mut().push((number, None));
        // Leaves the line as well if it is dropped while it waits.
        let turn = Turn(self, number);
        poll_fn(|context| turn.poll(context)).await;
        turn
    }
}

impl Turn<'_> {
    fn poll(&self, context: &Context<'_>) -> Poll<()> {
        let mut waiting = self.0.waiting.borrow_mut();
        if waiting.first().is_some_and(|(number, _)| *number == self.1) {
            return Poll::Ready(());
        }
        if let Some((_, waker)) = waiting.iter_mut().find(|(number, _)| *number == self.1) {
            *waker = Some(context.waker().clone());
        }
        Poll::Pending
    }
}

impl Drop for Turn<'_> {
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
