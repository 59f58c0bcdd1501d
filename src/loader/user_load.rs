//! One call for many ids: from the cache, from lookups in flight, and by lookups of its own.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::vec;

use super::Loader;
use super::cache_key::CacheKey;
use super::config::LoadOptions;
use super::lookup_results::{LookupOutcome, LookupResults};
use super::single_flight::Flight;
use super::subscription::{DeliveryMode, LookupOrigin, NewOutcomes, Outcomes, Subscription};
use crate::error::Error;
use crate::host::Host;
use crate::ids::UserId;
use crate::model::{Progress, Timing};
use crate::protocol::{DEFAULT_IDS_PER_CALL, method};
use crate::rest::{CallState, Deadline};

/// Loads users by id for one call. Takes users from the cache, joins lookups in flight, and starts
/// one lookup per batch of the remaining ids.
pub(crate) struct UserLoad<H: Host> {
    loader: Rc<Loader<H>>,
    options: LoadOptions,
    deadline: Deadline,
    pending: vec::IntoIter<UserId>,
    /// The number of ids in the first batch; `None` for the usual number.
    first_batch_size: Option<usize>,
    delivery: DeliveryMode,
    subscriptions: Vec<Subscription>,
    /// The awaited lookups that have undelivered outcomes.
    lookups: Vec<AwaitedLookup>,
    /// The timing of the lookups that this load started and that have ended.
    finished_timing: Timing,
    total: usize,
    done: usize,
    /// An error that all further requests would share, such as a rejected token. Once it is set,
    /// the load neither starts nor joins a lookup: ids that are not in the cache fail with this
    /// error.
    fatal_error: Option<Rc<Error>>,
}

/// A lookup that the load awaits.
struct AwaitedLookup {
    results: Rc<LookupResults>,
    /// Only lookups that the load started count in its timing.
    origin: LookupOrigin,
}

impl<H: Host + 'static> UserLoad<H> {
    pub(crate) fn new(
        loader: &Rc<Loader<H>>,
        ids: Vec<UserId>,
        options: LoadOptions,
        deadline: Deadline,
    ) -> Self {
        Self {
            loader: loader.clone(),
            options,
            deadline,
            total: ids.len(),
            pending: ids.into_iter(),
            first_batch_size: None,
            delivery: DeliveryMode::AfterResponse,
            subscriptions: Vec::new(),
            lookups: Vec::new(),
            finished_timing: Timing::default(),
            done: 0,
            fatal_error: None,
        }
    }

    /// Delivers the first users early: the first batch is small, and users are delivered while
    /// their response is still arriving.
    pub(crate) fn with_small_first_batch(self) -> Self {
        let first_batch_size = Some(DEFAULT_IDS_PER_CALL);
        Self { first_batch_size, delivery: DeliveryMode::OnArrival, ..self }
    }

    fn has_pending(&self) -> bool {
        !self.pending.as_slice().is_empty()
    }

    /// Whether the load awaits no lookup.
    pub(crate) fn is_idle(&self) -> bool {
        self.subscriptions.is_empty()
    }

    pub(crate) fn progress(&self) -> Progress {
        Progress { done: self.done, total: self.total, requests: self.timing().requests }
    }

    /// The timing so far of the lookups that this load started.
    pub(crate) fn timing(&self) -> Timing {
        let own_lookups =
            self.lookups.iter().filter(|lookup| lookup.origin == LookupOrigin::Started);
        own_lookups.fold(self.finished_timing, |mut sum, lookup| {
            sum.merge(lookup.results.timing());
            sum
        })
    }

    /// Ends the load. Returns an outcome for each of `ids` that was not delivered: the outcome
    /// recorded so far, including users of a response that is still arriving, or the cached one, or
    /// else a failure with `error`.
    pub(crate) fn finish_with(
        &mut self,
        ids: &[UserId],
        is_delivered: &dyn Fn(UserId) -> bool,
        error: Error,
    ) -> Outcomes {
        self.pending = vec::IntoIter::default();
        for subscription in &mut self.subscriptions {
            subscription.flight.record_arrived();
        }
        self.subscriptions.clear();
        let (now, LoadOptions { max_age, avatar_hr }) = (self.loader.host().now(), self.options);
        let recorded_outcome = |id| self.lookups.iter().find_map(|lookup| lookup.results.get(id));
        let known_outcome = |id| {
            let key = CacheKey { id, avatar_hr };
            recorded_outcome(id).or_else(|| self.loader.cached_or_stored(key, max_age, now))
        };
        let (mut outcomes, mut late) = (Vec::new(), Vec::new());
        for &id in ids {
            if !is_delivered(id) {
                match known_outcome(id) {
                    Some(outcome) => outcomes.push((id, outcome)),
                    None => late.push(id),
                }
            }
        }
        let error = error.with_progress(ids.len() - late.len(), ids.len());
        let error = Rc::new(error.for_request(method::IM_USER_LIST_GET, &[]));
        for id in late {
            outcomes.push((id, LookupOutcome::Failed(error.clone())));
        }
        outcomes
    }

    /// Starts lookups for pending ids. Returns the next outcomes, from the cache or from any lookup
    /// in flight; `None` when all ids are done. An empty list means that only the progress has
    /// changed.
    pub(crate) async fn next_outcomes(&mut self) -> Option<Outcomes> {
        while self.has_pending()
            && self.subscriptions.len() < self.loader.executor.config().concurrency
        {
            if let Some(outcomes) = self.dispatch_next() {
                return Some(outcomes);
            }
        }
        self.next_outcomes_in_flight().await
    }

    /// Returns the next outcomes of the lookups that the load awaits, without starting a lookup;
    /// `None` if the load awaits no lookup. An empty list means that only the progress has changed.
    pub(crate) async fn next_outcomes_in_flight(&mut self) -> Option<Outcomes> {
        let (subscription, new) = poll_fn(|context| self.poll_ready(context)).await?;
        let NewOutcomes { new_count, outcomes } = new;
        self.done += new_count;
        if subscription.origin == LookupOrigin::Started && subscription.is_finished() {
            self.record_fatal_error(&subscription, &outcomes);
        }
        if subscription.is_finished() {
            self.release_results(&subscription);
        } else {
            // Round robin: the subscription goes behind the others.
            self.subscriptions.push(subscription);
        }
        Some(outcomes)
    }

    /// Stops the load if a lookup that it started failed for all ids with an error that further
    /// requests would share. A joined lookup does not count, because its error may not concern this
    /// load.
    fn record_fatal_error(&mut self, subscription: &Subscription, outcomes: &Outcomes) {
        let is_systemic = |outcome: &LookupOutcome| matches!(outcome, LookupOutcome::Failed(error) if error.is_systemic());
        let has_failed = outcomes.iter().all(|(_, outcome)| is_systemic(outcome))
            && !subscription.flight.results().has_success();
        if has_failed && let Some((_, LookupOutcome::Failed(error))) = outcomes.first() {
            self.fatal_error.get_or_insert_with(|| error.clone());
        }
    }

    /// Polls the subscriptions in order. Removes the first subscription with progress, and returns
    /// it with its new outcomes. `None` if there is no subscription.
    fn poll_ready(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<(Subscription, NewOutcomes)>> {
        let (now, deadline) = (self.loader.host().now(), self.deadline);
        let early_failure = |state: &CallState| {
            Some(
                state.wait.early_failure(deadline, now)?.for_request(method::IM_USER_LIST_GET, &[]),
            )
        };
        for index in 0..self.subscriptions.len() {
            let subscription = &mut self.subscriptions[index];
            if let Poll::Ready(new) = subscription.poll(self.delivery, &early_failure, context) {
                return Poll::Ready(Some((self.subscriptions.remove(index), new)));
            }
        }
        if self.subscriptions.is_empty() { Poll::Ready(None) } else { Poll::Pending }
    }

    /// Drops the results of a finished lookup, because a stream must not keep delivered users
    /// alive. Keeps the timing of the lookup.
    fn release_results(&mut self, subscription: &Subscription) {
        let results = subscription.flight.results();
        if subscription.origin == LookupOrigin::Started {
            self.finished_timing.merge(results.timing());
        }
        self.lookups.retain(|lookup| !Rc::ptr_eq(&lookup.results, results));
    }

    fn subscribe(&mut self, flight: Flight, ids: &[UserId], origin: LookupOrigin) {
        self.lookups.push(AwaitedLookup { results: flight.results().clone(), origin });
        self.subscriptions.push(Subscription::new(flight, ids, origin));
    }

    /// Takes the next pending ids: joins the lookups in flight for them, and starts one lookup for
    /// the ids that are neither cached nor in flight. Returns the outcomes that need no lookup,
    /// such as those of cached users; `None` if there are no such outcomes.
    fn dispatch_next(&mut self) -> Option<Outcomes> {
        let (mut ready, mut batch) = (Vec::new(), Vec::new());
        let mut joined: Vec<(Flight, Vec<UserId>)> = Vec::new();
        let loader = self.loader.clone();
        let size =
            self.first_batch_size.take().unwrap_or_else(|| loader.batch_size.ids_per_request());
        let LoadOptions { max_age, avatar_hr } = self.options;
        let now = loader.host().now();
        while batch.len() < size {
            let Some(id) = self.pending.next() else { break };
            let key = CacheKey { id, avatar_hr };
            if let Some(outcome) = loader.cached_or_stored(key, max_age, now) {
                ready.push((id, outcome));
            } else if let Some(error) = &self.fatal_error {
                ready.push((id, LookupOutcome::Failed(error.clone())));
            } else if let Some(flight) = loader.join_lookup(key, max_age) {
                match joined.iter_mut().find(|(other, _)| other.is_same(&flight)) {
                    Some((_, ids)) => ids.push(id),
                    None => joined.push((flight, vec![id])),
                }
            } else {
                batch.push(id);
            }
        }
        for (flight, ids) in joined {
            self.subscribe(flight, &ids, LookupOrigin::Joined);
        }
        if !batch.is_empty() {
            let flight = loader.start_lookup(batch.clone(), avatar_hr);
            self.subscribe(flight, &batch, LookupOrigin::Started);
        }
        self.done += ready.len();
        (!ready.is_empty()).then_some(ready)
    }
}
