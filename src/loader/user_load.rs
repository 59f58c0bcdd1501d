use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::vec;

use super::Loader;
use super::config::LoadOptions;
use super::lookup_results::{CacheKey, LookupOutcome, LookupResults};
use super::single_flight::Flight;
use super::subscription::{Delivered, Delivery, Outcomes, Owner, Subscription};
use crate::error::Error;
use crate::host::Host;
use crate::ids::UserId;
use crate::model::{Progress, Timing};
use crate::protocol::{DEFAULT_IDS_PER_CALL, method};
use crate::rest::{CallState, Deadline};

/// The load of the ids of one call: from the cache, from lookups in flight, and by lookups of its
/// own, a batch of ids at a time.
pub(crate) struct UserLoad<H: Host> {
    loader: Rc<Loader<H>>,
    options: LoadOptions,
    deadline: Deadline,
    pending: vec::IntoIter<UserId>,
    /// The number of ids in the first batch, if smaller than usual.
    first_batch_size: Option<usize>,
    delivery: Delivery,
    subscriptions: Vec<Subscription>,
    /// The results of all lookups with undelivered outcomes.
    results: Vec<LoadResults>,
    /// The timing of its own lookups that have ended.
    finished_timing: Timing,
    total: usize,
    done: usize,
    /// The failure that all further requests would meet as well.
    fatal_error: Option<Rc<Error>>,
}

struct LoadResults {
    results: Rc<LookupResults>,
    /// Only own lookups count in the timing of the load.
    owner: Owner,
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
            delivery: Delivery::Committed,
            subscriptions: Vec::new(),
            results: Vec::new(),
            finished_timing: Timing::default(),
            done: 0,
            fatal_error: None,
        }
    }

    /// Delivers the first users soon: the first batch is small, and users are delivered from
    /// responses that are still arriving.
    pub(crate) fn with_small_first_batch(self) -> Self {
        let first_batch_size = Some(DEFAULT_IDS_PER_CALL);
        Self { first_batch_size, delivery: Delivery::Partial, ..self }
    }

    fn has_pending(&self) -> bool {
        !self.pending.as_slice().is_empty()
    }

    /// Whether nothing is in flight.
    pub(crate) fn is_idle(&self) -> bool {
        self.subscriptions.is_empty()
    }

    pub(crate) fn progress(&self) -> Progress {
        Progress { done: self.done, total: self.total, requests: self.timing().requests }
    }

    /// The timing of its own lookups so far.
    pub(crate) fn timing(&self) -> Timing {
        let own = self.results.iter().filter(|results| results.owner == Owner::ThisLoad);
        own.fold(self.finished_timing, |mut sum, own| {
            sum.merge(own.results.timing());
            sum
        })
    }

    /// Ends the load. Returns the undelivered outcomes of `ids`, complete users of arriving
    /// responses included, and `error` for all other ids that are not `delivered`.
    pub(crate) fn finish_with(
        &mut self,
        ids: &[UserId],
        delivered: &dyn Fn(UserId) -> bool,
        error: Error,
    ) -> Outcomes {
        let error = Rc::new(error.for_request(method::USER_LIST_GET, &[]));
        self.pending = vec::IntoIter::default();
        for subscription in &mut self.subscriptions {
            subscription.flight.flush();
        }
        self.subscriptions.clear();
        let known = |id| self.results.iter().find_map(|known| known.results.get(id));
        let mut outcomes = Vec::new();
        for &id in ids {
            if !delivered(id) {
                let outcome = known(id).unwrap_or_else(|| LookupOutcome::Failed(error.clone()));
                outcomes.push((id, outcome));
            }
        }
        outcomes
    }

    /// The next outcomes of any lookup; `None` at the end. Empty if there is only progress to
    /// report.
    pub(crate) async fn next(&mut self) -> Option<Outcomes> {
        while self.has_pending()
            && self.subscriptions.len() < self.loader.executor.config().concurrency
        {
            if let Some(outcomes) = self.dispatch_next() {
                return Some(outcomes);
            }
        }
        self.next_ready().await
    }

    /// The next outcomes of the lookups in flight. Starts no further lookup.
    pub(crate) async fn next_ready(&mut self) -> Option<Outcomes> {
        let (subscription, delivered) = poll_fn(|context| self.poll_ready(context)).await?;
        let Delivered { counted, outcomes } = delivered;
        self.done += counted;
        if subscription.owner == Owner::ThisLoad && subscription.is_finished() {
            self.note_fatal_error(&subscription, &outcomes);
        }
        if subscription.is_finished() {
            self.release(&subscription);
        } else {
            // Round robin: behind the others.
            self.subscriptions.push(subscription);
        }
        Some(outcomes)
    }

    /// Stops the load at a systemic failure of a whole lookup of its own. A lookup of another load
    /// may have failed for a reason that does not concern this one.
    fn note_fatal_error(&mut self, subscription: &Subscription, outcomes: &Outcomes) {
        let is_systemic = |outcome: &LookupOutcome| matches!(outcome, LookupOutcome::Failed(error) if error.is_systemic());
        let has_failed = outcomes.iter().all(|(_, outcome)| is_systemic(outcome))
            && !subscription.flight.results().has_users();
        if has_failed && let Some((_, LookupOutcome::Failed(error))) = outcomes.first() {
            self.fatal_error.get_or_insert_with(|| error.clone());
        }
    }

    /// Takes the first subscription with progress. A load has few of them, so all are polled.
    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Option<(Subscription, Delivered)>> {
        let (now, deadline) = (self.loader.host().now(), self.deadline);
        let blocked = |state: &CallState| {
            Some(state.wait.blocked_error(deadline, now)?.for_request(method::USER_LIST_GET, &[]))
        };
        for index in 0..self.subscriptions.len() {
            let subscription = &mut self.subscriptions[index];
            if let Poll::Ready(delivered) = subscription.poll(self.delivery, &blocked, context) {
                return Poll::Ready(Some((self.subscriptions.remove(index), delivered)));
            }
        }
        if self.subscriptions.is_empty() { Poll::Ready(None) } else { Poll::Pending }
    }

    /// Drops the results of a finished lookup: a stream must not keep delivered users alive.
    fn release(&mut self, subscription: &Subscription) {
        let finished = subscription.flight.results();
        if subscription.owner == Owner::ThisLoad {
            self.finished_timing.merge(finished.timing());
        }
        self.results.retain(|known| !Rc::ptr_eq(&known.results, finished));
    }

    fn subscribe(&mut self, flight: Flight, ids: &[UserId], owner: Owner) {
        self.results.push(LoadResults { results: flight.results().clone(), owner });
        self.subscriptions.push(Subscription::new(flight, ids, owner));
    }

    /// Dispatches the next batch of ids. Returns the outcomes that are known at once, if any.
    fn dispatch_next(&mut self) -> Option<Outcomes> {
        let (mut known, mut batch) = (Vec::new(), Vec::new());
        let mut joined: Vec<(Flight, Vec<UserId>)> = Vec::new();
        let loader = self.loader.clone();
        let size = self.first_batch_size.take().unwrap_or_else(|| loader.batch_size.per_request());
        let LoadOptions { max_age, avatar_hr } = self.options;
        let now = loader.host().now();
        while batch.len() < size {
            let Some(id) = self.pending.next() else { break };
            let key = CacheKey { id, avatar_hr };
            if let Some(outcome) = loader.cache.get(key, max_age, now) {
                loader.executor.metrics().update(|stats| stats.cache_hits += 1);
                known.push((id, outcome));
            } else if let Some(error) = &self.fatal_error {
                known.push((id, LookupOutcome::Failed(error.clone())));
            } else if let Some(flight) = loader.join(key, max_age) {
                loader.executor.metrics().update(|stats| stats.shared += 1);
                match joined.iter_mut().find(|(other, _)| other.is_same(&flight)) {
                    Some((_, ids)) => ids.push(id),
                    None => joined.push((flight, vec![id])),
                }
            } else {
                batch.push(id);
            }
        }
        for (flight, ids) in joined {
            self.subscribe(flight, &ids, Owner::Other);
        }
        if !batch.is_empty() {
            let flight = loader.start(batch.clone(), avatar_hr);
            self.subscribe(flight, &batch, Owner::ThisLoad);
        }
        self.done += known.len();
        (!known.is_empty()).then_some(known)
    }
}
