//! The subscription of one load to a lookup in flight: which ids the load awaits, and which
//! outcomes it has received.

use std::rc::Rc;
use std::task::{Context, Poll};

use super::lookup_results::LookupOutcome;
use super::single_flight::{Flight, unresolved_outcome};
use crate::error::Error;
use crate::ids::{IdSet, UserId};
use crate::rest::CallState;

/// Ids with their outcomes.
pub(crate) type Outcomes = Vec<(UserId, LookupOutcome)>;

/// When a subscription delivers the users of a response.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum DeliveryMode {
    /// Users are delivered after the end of the response.
    AfterResponse,
    /// Users are delivered as soon as they arrive.
    OnArrival,
}

/// The progress of a subscription since the last poll.
pub(super) struct NewOutcomes {
    /// The number of ids whose outcome was recorded since the last poll, whether delivered or not.
    pub(super) new_count: usize,
    /// The outcomes to deliver now.
    pub(super) outcomes: Outcomes,
}

/// Whether a load started a lookup or joined it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LookupOrigin {
    /// The load started the lookup, for exactly the ids that it awaits.
    Started,
    /// Another load or call started the lookup.
    Joined,
}

/// The ids that a load awaits from one flight, and how many of their outcomes have been delivered.
pub(super) struct Subscription {
    pub(super) flight: Flight,
    pub(super) origin: LookupOrigin,
    ids: IdSet,
    /// The number of ids whose outcome has not been delivered.
    remaining: usize,
    /// All results of the flight with a lower index have been delivered.
    delivered_end: usize,
    /// All results of the flight with a lower index have been counted as progress.
    counted_end: usize,
}

impl Subscription {
    pub(super) fn new(flight: Flight, ids: &[UserId], origin: LookupOrigin) -> Self {
        let remaining = ids.len();
        let ids = IdSet::from_ids(ids);
        Self { flight, origin, ids, remaining, delivered_end: 0, counted_end: 0 }
    }

    /// Whether the outcomes of all ids have been delivered.
    pub(super) const fn is_finished(&self) -> bool {
        self.remaining == 0
    }

    /// Polls the lookup. Ready when the subscribed ids have new outcomes. If the lookup has ended,
    /// the ids without an outcome get [`unresolved_outcome`]. Otherwise, if `early_failure` returns
    /// an error, they fail with that error.
    pub(super) fn poll(
        &mut self,
        delivery: DeliveryMode,
        early_failure: &dyn Fn(&CallState) -> Option<Error>,
        context: &mut Context<'_>,
    ) -> Poll<NewOutcomes> {
        let is_done = self.flight.poll(context);
        let results = self.flight.results();
        let len = results.len();
        let should_deliver_all = is_done || delivery == DeliveryMode::OnArrival;
        let end = if should_deliver_all { len } else { results.ended_len() };
        let is_subscribed =
            |id: UserId| self.origin == LookupOrigin::Started || self.ids.contains(id);
        let (mut new_count, mut outcomes) = (0, Vec::new());
        results.for_each(self.counted_end..len, &mut |id, _| {
            new_count += usize::from(is_subscribed(id));
        });
        results.for_each(self.delivered_end..end, &mut |id, outcome| {
            if is_subscribed(id) {
                outcomes.push((id, outcome.clone()));
            }
        });
        let final_outcome = || {
            if is_done {
                return Some(unresolved_outcome());
            }
            early_failure(&results.state).map(|error| LookupOutcome::Failed(Rc::new(error)))
        };
        if outcomes.len() < self.remaining
            && let Some(outcome) = final_outcome()
        {
            for (id, ()) in self.ids.iter() {
                if !results.contains(id) {
                    outcomes.push((id, outcome.clone()));
                    new_count += 1;
                }
            }
        }
        (self.counted_end, self.delivered_end) = (len, end);
        self.remaining -= outcomes.len();
        let has_progress = new_count > 0 || !outcomes.is_empty();
        if has_progress { Poll::Ready(NewOutcomes { new_count, outcomes }) } else { Poll::Pending }
    }
}
