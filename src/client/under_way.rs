use std::cell::Cell;

/// Counts what is under way.
#[derive(Debug, Default)]
pub(super) struct UnderWay(Cell<usize>);

/// One that is, until it is dropped.
pub(super) struct One<'a>(&'a UnderWay);

impl UnderWay {
    pub(super) fn begin(&self) -> One<'_> {
        self.0.set(self.0.get() + 1);
        One(self)
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.0.get() == 0
    }
}

impl Drop for One<'_> {
    fn drop(&mut self) {
        self.0.0.set(self.0.0.get() - 1);
    }
}
