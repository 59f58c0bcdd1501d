//! Lookups in flight, which later callers of the same ids join.

use std::cell::RefCell;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared, WeakShared};

use super::Loader;
use super::cache_key::{CacheKey, CacheKeyMap};
use super::coalescing_lookup::CoalescingLookup;
use super::lookup_results::{LookupOutcome, LookupResults};
use super::user_fetch::UserFetch;
use crate::error::{Error, ErrorKind, code};
use crate::host::Host;
use crate::ids::UserId;
use crate::time::{Millis, Timestamp};

type Work = LocalBoxFuture<'static, ()>;

/// The lookups in flight, by user. Further callers join a lookup instead of sending a second
/// request.
///
/// All waiting callers drive the lookup, each by its own [`Flight`]. Dropping one flight does not
/// affect other callers; dropping the last one cancels the lookup and aborts its request.
#[derive(Default)]
pub(crate) struct SingleFlight {
    in_flight: Rc<RefCell<CacheKeyMap<InFlightEntry>>>,
    pub(super) coalescing_lookup: RefCell<Option<CoalescingLookup>>,
}

impl fmt::Debug for SingleFlight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let users = self.in_flight.borrow().len();
        f.debug_struct("SingleFlight").field("users", &users).finish_non_exhaustive()
    }
}

/// A handle of a lookup in flight. The lookup is cancelled when the last handle is dropped.
#[derive(Clone)]
pub(crate) struct Flight {
    work: Shared<Work>,
    results: Rc<LookupResults>,
}

/// A weak handle of a lookup in flight, which does not keep the lookup alive.
pub(super) struct WeakFlight {
    work: WeakShared<Work>,
    results: Weak<LookupResults>,
}

impl WeakFlight {
    pub(super) fn upgrade(&self) -> Option<Flight> {
        Some(Flight { work: self.work.upgrade()?, results: self.results.upgrade()? })
    }
}

/// The lookup in flight for one user.
struct InFlightEntry {
    flight: WeakFlight,
    /// The generation of the cache when the lookup started.
    generation: u32,
    started_at: Timestamp,
    /// Whether the user was invalidated by id since the lookup started.
    is_invalidated: bool,
}

impl InFlightEntry {
    fn is_for(&self, results: &Weak<LookupResults>) -> bool {
        self.flight.results.ptr_eq(results)
    }
}

/// Removes the entries of a lookup from [`SingleFlight`] when the guard is dropped. The lookup's
/// future owns the guard, so the entries last as long as the lookup.
pub(super) struct RegistrationGuard {
    in_flight: Rc<RefCell<CacheKeyMap<InFlightEntry>>>,
    keys: RefCell<Vec<CacheKey>>,
    results: Weak<LookupResults>,
}

impl RegistrationGuard {
    pub(super) fn ids(&self) -> Vec<UserId> {
        let keys = self.keys.borrow();
        let mut ids = Vec::with_capacity(keys.len());
        for key in keys.iter() {
            ids.push(key.id);
        }
        ids
    }
}

impl Drop for RegistrationGuard {
    fn drop(&mut self) {
        let mut in_flight = self.in_flight.borrow_mut();
        // The fast path: no other lookup is in flight.
        if in_flight.iter().all(|(_, entry)| entry.is_for(&self.results)) {
            in_flight.clear();
            return;
        }
        for &key in self.keys.borrow().iter() {
            // A newer lookup may have replaced the entry.
            if in_flight.get(key).is_some_and(|entry| entry.is_for(&self.results)) {
                in_flight.remove(key);
            }
        }
    }
}

impl SingleFlight {
    pub(super) fn new_guard(&self, results: &Rc<LookupResults>) -> Rc<RegistrationGuard> {
        Rc::new(RegistrationGuard {
            in_flight: self.in_flight.clone(),
            keys: RefCell::default(),
            results: Rc::downgrade(results),
        })
    }

    /// Marks the lookups in flight for these users as stale, so that no further caller joins them.
    pub(super) fn invalidate(&self, ids: &[UserId]) {
        let mut in_flight = self.in_flight.borrow_mut();
        for &id in ids {
            for avatar_hr in [false, true] {
                if let Some(entry) = in_flight.get_mut(CacheKey { id, avatar_hr }) {
                    entry.is_invalidated = true;
                }
            }
        }
    }
}

impl<H: Host + 'static> Loader<H> {
    /// Returns the lookup in flight for this user. `None` if there is no lookup, or if the lookup
    /// has failed for this user, started before the user was invalidated, or is too old: older than
    /// `max_age` or, if it has already found the user's outcome, than the time to live of that
    /// outcome in the cache.
    pub(crate) fn join_lookup(&self, key: CacheKey, max_age: Millis) -> Option<Flight> {
        let in_flight = self.single_flight.in_flight.borrow();
        let entry = in_flight.get(key)?;
        let is_valid = !entry.is_invalidated && entry.generation == self.cache.generation();
        let flight = entry.flight.upgrade().filter(|_| is_valid)?;
        let age = self.host().now() - entry.started_at;
        let is_joinable = match flight.results.get(key.id) {
            // A call after a failure tries again with a lookup of its own.
            Some(LookupOutcome::Failed(_)) => false,
            // A recorded outcome may be shared as long as the cache would keep the outcome.
            Some(outcome) => (Millis::ZERO..max_age.min(self.cache.ttl(&outcome))).contains(&age),
            None => (Millis::ZERO..=max_age).contains(&age),
        };
        if !is_joinable {
            return None;
        }
        self.executor.metrics().update(|stats| stats.shared += 1);
        Some(flight)
    }

    /// Starts a lookup of these ids, and registers the lookup for each id.
    pub(super) fn start_lookup(self: &Rc<Self>, ids: Vec<UserId>, avatar_hr: bool) -> Flight {
        let results = Rc::new(LookupResults::default());
        let registration = self.single_flight.new_guard(&results);
        let (loader, shared_results) = (self.clone(), results.clone());
        let (requested_ids, guard) = (ids.clone(), registration.clone());
        let flight = Flight::new(results, async move {
            let _guard = guard;
            UserFetch::new(&loader, &shared_results, avatar_hr)
                .fetch_sequentially(&requested_ids)
                .await;
        });
        let now = self.host().now();
        for id in ids {
            self.register(&registration, CacheKey { id, avatar_hr }, &flight, now);
        }
        flight
    }

    /// Makes `flight` the lookup that later callers for this user join.
    pub(super) fn register(
        &self,
        registration: &RegistrationGuard,
        key: CacheKey,
        flight: &Flight,
        now: Timestamp,
    ) {
        let Some(weak) = flight.downgrade() else { return };
        let mut in_flight = self.single_flight.in_flight.borrow_mut();
        // A call for a fresh user joins a pending lookup too, because that lookup has not sent a
        // request yet.
        let is_registered = in_flight.get(key).is_some_and(|entry| entry.is_for(&weak.results));
        let generation = self.cache.generation();
        let entry =
            InFlightEntry { flight: weak, generation, started_at: now, is_invalidated: false };
        let replaced = !in_flight.insert(key, entry);
        let mut keys = registration.keys.borrow_mut();
        // Another lookup may have replaced the entry in between; then `keys` has the key already.
        let is_listed = is_registered || replaced && keys.contains(&key);
        if !is_listed {
            keys.push(key);
        }
    }
}

impl Flight {
    pub(super) fn new(
        results: Rc<LookupResults>,
        work: impl Future<Output = ()> + 'static,
    ) -> Self {
        Self { work: work.boxed_local().shared(), results }
    }

    /// Returns a weak handle; `None` if the lookup has ended.
    pub(super) fn downgrade(&self) -> Option<WeakFlight> {
        Some(WeakFlight { work: self.work.downgrade()?, results: Rc::downgrade(&self.results) })
    }

    /// Whether both handles refer to the same lookup.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.results, &other.results)
    }

    pub(crate) const fn results(&self) -> &Rc<LookupResults> {
        &self.results
    }

    /// Drives the lookup. Returns whether the lookup has ended.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> bool {
        Pin::new(&mut self.work).poll(context).is_ready()
    }

    /// Records the complete users of a response that is still arriving, even the last ones, which
    /// are otherwise held back until the response ends. Call this only before this handle is
    /// dropped, because no task is woken afterwards.
    pub(crate) fn record_arrived(&mut self) {
        // Before the first request, no user can have arrived, and a poll would send that request.
        if self.results.timing().requests == 0 {
            return;
        }
        self.results.state.request_early_delivery();
        // No task to wake: the caller is about to drop this handle.
        _ = self.poll(&mut Context::from_waker(Waker::noop()));
        self.results.state.cancel_early_delivery();
    }

    /// Drives the lookup until this id has an outcome.
    pub(crate) async fn outcome(&mut self, id: UserId) -> LookupOutcome {
        poll_fn(|context| {
            let is_done = self.poll(context);
            match self.results.get(id) {
                Some(outcome) => Poll::Ready(outcome),
                None if is_done => Poll::Ready(unresolved_outcome()),
                None => Poll::Pending,
            }
        })
        .await
    }
}

/// The failure of an id for which the lookup ended without an outcome. The portal may have this
/// user, so the id must not be reported as missing.
pub(super) fn unresolved_outcome() -> LookupOutcome {
    let message = "The lookup ended without an outcome for this user";
    LookupOutcome::Failed(Rc::new(Error::new(ErrorKind::Response, code::BAD_RESPONSE, message)))
}
