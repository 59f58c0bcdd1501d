use std::cell::Cell;

/// Counts what is under way.
#[derive(Debug, Default)]
pub(crate) struct InFlightCounter(Cell<usize>);

/// One that is, until it is dropped.
pub(crate) struct InFlightGuard<'a>(&'a InFlightCounter);

impl InFlightCounter {
    pub(crate) fn begin(&self) -> InFlightGuard<'_> {
        self.0.set(self.0.get() + 1);
        InFlightGuard(self)
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.0.get() == 0
    }
}

impl Drop for InFlightGuard<'_> {
    fn drop(&mut self) {
        self.0.0.set(self.0.0.get() - 1);
    }
}
