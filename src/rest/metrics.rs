use std::cell::Cell;

use crate::model::Stats;

/// The counts of a client.
#[derive(Debug, Default)]
pub(crate) struct Metrics(Cell<Stats>);

impl Metrics {
    pub(crate) fn get(&self) -> Stats {
        self.0.get()
    }

    /// Counts something.
    pub(crate) fn count(&self, what: impl FnOnce(&mut Stats)) {
        let mut stats = self.0.get();
        what(&mut stats);
        self.0.set(stats);
    }
}
