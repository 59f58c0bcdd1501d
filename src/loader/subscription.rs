use std::rc::Rc;
use std::task::{Context, Poll};

use super::lookup_results::LookupOutcome;
use super::single_flight::{Flight, no_outcome};
use crate::error::Error;
use crate::ids::{IdSet, UserId};
use crate::rest::CallState;

/// The outcomes of some ids.
pub(crate) type Outcomes = Vec<(UserId, LookupOutcome)>;

/// When a subscription delivers the users of a response.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    /// When the response ends.
    Committed,
    /// As soon as they have arrived.
    Partial,
}

/// What a poll of a subscription has found.
pub(super) struct Delivered {
    /// The number of ids whose outcome became known, delivered or not.
    pub(super) counted: usize,
    pub(super) outcomes: Outcomes,
}

/// Which load started the lookup that a load waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// The load itself, for exactly the ids that it waits for.
    ThisLoad,
    /// Another load or call, whose lookup this one joined.
    Other,
}

/// Some ids in one flight, and how far their outcomes have been delivered.
pub(super) struct Subscription {
    pub(super) flight: Flight,
    pub(super) owner: Owner,
    ids: IdSet,
    /// The number of ids without a delivered outcome.
    remaining: usize,
    /// Indexes into the results of the flight: those before have been delivered, or counted.
    delivered: usize,
    counted: usize,
}

impl Subscription {
    pub(super) fn new(flight: Flight, ids: &[UserId], owner: Owner) -> Self {
        let remaining = ids.len();
        Self { flight, owner, ids: IdSet::from_ids(ids), remaining, delivered: 0, counted: 0 }
    }

    /// Whether the outcomes of all ids have been delivered.
    pub(super) const fn is_finished(&self) -> bool {
        self.remaining == 0
    }

    /// Drives the flight. If the flight is `blocked`, the remaining ids fail with that error.
    pub(super) fn poll(
        &mut self,
        delivery: Delivery,
        blocked: &dyn Fn(&CallState) -> Option<Error>,
        context: &mut Context<'_>,
    ) -> Poll<Delivered> {
        let is_done = self.flight.poll(context);
        let results = self.flight.results();
        let len = results.len();
        let delivers_all = is_done || delivery == Delivery::Partial;
        let end = if delivers_all { len } else { results.committed_len() };
        let is_subscribed = |id: UserId| self.owner == Owner::ThisLoad || self.ids.contains(id);
        let (mut counted, mut outcomes) = (0, Vec::new());
        results.for_each(self.counted..len, &mut |id, _| counted += usize::from(is_subscribed(id)));
        results.for_each(self.delivered..end, &mut |id, outcome| {
            if is_subscribed(id) {
                outcomes.push((id, outcome.clone()));
            }
        });
        let final_outcome = || {
            let blocked =
                || blocked(&results.state).map(|error| LookupOutcome::Failed(Rc::new(error)));
            if is_done { Some(no_outcome()) } else { blocked() }
        };
        if outcomes.len() < self.remaining
            && let Some(outcome) = final_outcome()
        {
            for (id, ()) in self.ids.iter() {
                if !results.contains(id) {
                    outcomes.push((id, outcome.clone()));
                    counted += 1;
                }
            }
        }
        (self.counted, self.delivered) = (len, end);
        self.remaining -= outcomes.len();
        let has_progress = counted > 0 || !outcomes.is_empty();
        if has_progress { Poll::Ready(Delivered { counted, outcomes }) } else { Poll::Pending }
    }
}
