use std::cell::Cell;

/// Counts the requests in flight.
#[derive(Debug, Default)]
pub(super) struct InFlightCounter(Cell<usize>);

/// Counts one request as in flight until the guard is dropped.
pub(super) struct InFlightGuard<'a>(&'a InFlightCounter);

impl InFlightCounter {
    pub(super) fn enter(&self) -> InFlightGuard<'_> {
        self.0.set(self.0.get() + 1);
        InFlightGuard(self)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.get() == 0
    }
}

impl Drop for InFlightGuard<'_> {
    fn drop(&mut self) {
        self.0.0.set(self.0.0.get() - 1);
    }
}
