//! Coalesces the ids of single-user calls of one tick into one lookup.

use std::rc::{Rc, Weak};

use super::Loader;
use super::cache_key::CacheKey;
use super::lookup_results::LookupResults;
use super::single_flight::{Flight, RegistrationGuard, WeakFlight};
use super::user_fetch::UserFetch;
use crate::host::Host;
use crate::ids::UserId;
use crate::time::Millis;

/// A batch of ids whose lookup has not started. Further single-user calls may add their ids.
pub(super) struct PendingBatch {
    flight: WeakFlight,
    registration: Weak<RegistrationGuard>,
}

impl PendingBatch {
    fn upgrade(&self) -> Option<(Flight, Rc<RegistrationGuard>)> {
        Some((self.flight.upgrade()?, self.registration.upgrade()?))
    }
}

impl<H: Host + 'static> Loader<H> {
    /// Adds an id to the open batch; opens a batch if none is open. Returns the batch's lookup.
    pub(crate) fn join_batch(self: &Rc<Self>, id: UserId) -> Flight {
        let mut pending_batch = self.single_flight.pending_batch.borrow_mut();
        let open = pending_batch.as_ref().and_then(PendingBatch::upgrade);
        let (flight, registration) = open.unwrap_or_else(|| {
            let (flight, registration) = self.open_batch();
            *pending_batch = flight.downgrade().map(|weak| PendingBatch {
                flight: weak,
                registration: Rc::downgrade(&registration),
            });
            (flight, registration)
        });
        let key = CacheKey { id, avatar_hr: false };
        self.register(&registration, key, &flight, self.host().now());
        flight
    }

    /// Opens a batch: a lookup that waits for the coalescing time before its first request, so that
    /// later calls can add ids. Returns the lookup, and the guard that registers these ids.
    fn open_batch(self: &Rc<Self>) -> (Flight, Rc<RegistrationGuard>) {
        let results = Rc::new(LookupResults::default());
        let registration = self.single_flight.new_guard(&results);
        let (loader, guard, shared_results) = (self.clone(), registration.clone(), results.clone());
        let flight = Flight::new(results, async move {
            match loader.config.coalesce {
                span if span > Millis::ZERO => loader.host().sleep(span).await,
                _ => loader.host().yield_to_ready_tasks().await,
            }
            loader.single_flight.pending_batch.take();
            UserFetch::new(&loader, &shared_results, false).fetch_all(&guard.ids()).await;
        });
        (flight, registration)
    }
}
