use std::cell::Cell;

use crate::model::Stats;

/// The client's counters.
#[derive(Debug, Default)]
pub(crate) struct Metrics(Cell<Stats>);

impl Metrics {
    pub(crate) fn get(&self) -> Stats {
        self.0.get()
    }

    /// Updates counters, and returns all counters.
    pub(crate) fn update(&self, update: impl FnOnce(&mut Stats)) -> Stats {
        let mut stats = self.0.get();
        update(&mut stats);
        self.0.set(stats);
        stats
    }
}
