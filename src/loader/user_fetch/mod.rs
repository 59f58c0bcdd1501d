//! The requests of one lookup: their queue, each request, the recording of its users, and
//! splitting.
//!
//! Not here: joining lookups in flight (`single_flight`), and retries of a whole request (`rest`).

mod record_users;
mod retried_request;
mod split;
mod work_queue;

use std::cell::Cell;
use std::rc::Rc;

use super::Loader;
use super::cache::LookupVersion;
use super::lookup_results::{LookupOutcome, LookupResults};
use crate::error::Error;
use crate::host::Host;
use crate::ids::UserId;
use crate::time::Timestamp;

/// Fetches the users of one lookup from the portal, until each id has an outcome.
pub(super) struct UserFetch<'a, H: Host> {
    loader: &'a Loader<H>,
    results: &'a LookupResults,
    avatar_hr: bool,
    version: LookupVersion,
    started_at: Timestamp,
    /// The number of failures since the last success. Counts only failures that a smaller request
    /// may avoid.
    consecutive_failures: Cell<u32>,
    /// The smallest number of ids in a request that the portal rejected as too large. `None` if
    /// there was no such request, or if the portal rejected even a request for a single id, because
    /// the size is then not the reason.
    smallest_too_large: Cell<Option<usize>>,
}

impl<'a, H: Host> UserFetch<'a, H> {
    pub(super) fn new(loader: &'a Loader<H>, results: &'a LookupResults, avatar_hr: bool) -> Self {
        let (version, started_at) = (loader.cache.begin_lookup(), loader.host().now());
        loader.executor.record_start(&results.state);
        Self {
            loader,
            results,
            avatar_hr,
            version,
            started_at,
            consecutive_failures: Cell::new(0),
            smallest_too_large: Cell::new(None),
        }
    }

    /// Returns those of the ids that have no outcome.
    fn unresolved_ids(&self, mut ids: Vec<UserId>) -> Vec<UserId> {
        ids.retain(|&id| !self.results.contains(id));
        ids
    }

    /// Records `error` as the outcome of these ids.
    fn record_failure(&self, ids: &[UserId], error: Error) {
        let error = Rc::new(error);
        for &id in ids {
            self.results.record(id, LookupOutcome::Failed(error.clone()));
        }
    }

    /// Whether the portal has returned readable users since this lookup began.
    fn has_succeeded(&self) -> bool {
        self.loader.last_success.get().is_some_and(|last| last >= self.started_at)
    }
}
