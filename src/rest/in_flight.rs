use std::cell::Cell;

/// Counts what is under way.
#[derive(Debug, Default)]
pub(crate) struct UnderWay(Cell<usize>);

/// One that is, until it is dropped.
pub(crate) struct One<'a>(&'a UnderWay);

impl UnderWay {
    pub(crate) fn begin(&self) -> One<'_> {
        self.0.set(self.0.get() + 1);
        One(self)
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.0.get() == 0
    }
}

impl Drop for One<'_> {
    fn drop(&mut self) {
        self.0.0.set(self.0.0.get() - 1);
    }
}
