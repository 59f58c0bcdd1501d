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

/// A lookup that has not sent a request. Further single-user calls may add their ids to it.
pub(super) struct CoalescingLookup {
    flight: WeakFlight,
    registration: Weak<RegistrationGuard>,
}

impl CoalescingLookup {
    fn upgrade(&self) -> Option<(Flight, Rc<RegistrationGuard>)> {
        Some((self.flight.upgrade()?, self.registration.upgrade()?))
    }
}

impl<H: Host + 'static> Loader<H> {
    /// Adds an id to the pending lookup, and creates this lookup if there is none.
    pub(crate) fn join_coalescing_lookup(self: &Rc<Self>, id: UserId) -> Flight {
        let mut coalescing_lookup = self.single_flight.coalescing_lookup.borrow_mut();
        let existing = coalescing_lookup.as_ref().and_then(CoalescingLookup::upgrade);
        let (flight, registration) = existing.unwrap_or_else(|| {
            let (flight, registration) = self.create_coalescing_lookup();
            *coalescing_lookup = flight.downgrade().map(|weak| CoalescingLookup {
                flight: weak,
                registration: Rc::downgrade(&registration),
            });
            (flight, registration)
        });
        let key = CacheKey { id, avatar_hr: false };
        self.register(&registration, key, &flight, self.host().now());
        flight
    }

    /// Creates a lookup that waits for the coalescing time before its first request, so that later
    /// calls can add ids. Returns the lookup, which has no ids yet, and the guard that holds the
    /// ids added later.
    fn create_coalescing_lookup(self: &Rc<Self>) -> (Flight, Rc<RegistrationGuard>) {
        let results = Rc::new(LookupResults::default());
        let registration = self.single_flight.new_guard(&results);
        let (loader, guard, shared_results) = (self.clone(), registration.clone(), results.clone());
        let flight = Flight::new(results, async move {
            match loader.config.coalesce {
                span if span > Millis::ZERO => loader.host().sleep(span).await,
                _ => loader.host().yield_to_ready_tasks().await,
            }
            loader.single_flight.coalescing_lookup.take();
            UserFetch::new(&loader, &shared_results, false).fetch_sequentially(&guard.ids()).await;
        });
        (flight, registration)
    }
}
