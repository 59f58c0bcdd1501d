//! The outcomes of one lookup, shared by all calls that wait for the lookup.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use crate::error::Error;
use crate::ids::{IdMap, UserId};
use crate::model::Timing;
use crate::protocol::UserRef;
use crate::rest::CallState;

/// The outcome of the lookup of one id. A clone refers to the same user.
#[derive(Clone, Debug)]
pub(crate) enum LookupOutcome {
    User(UserRef),
    Missing,
    Failed(Rc<Error>),
}

/// The outcomes of one lookup so far, shared by all callers that await the lookup.
///
/// The outcomes of a response that is still arriving may change: a later record of the same id
/// replaces the user. They are final when the response ends.
#[derive(Debug, Default)]
pub(crate) struct LookupResults {
    /// The outcomes, in the order of recording.
    outcomes: RefCell<IdMap<LookupOutcome>>,
    /// The number of final outcomes: those of responses that have ended. They come first in
    /// `outcomes`.
    ended_count: Cell<usize>,
    /// The state of the lookup's requests.
    pub(crate) state: CallState,
}

impl LookupResults {
    pub(crate) fn get(&self, id: UserId) -> Option<LookupOutcome> {
        self.outcomes.borrow().get(id).cloned()
    }

    pub(crate) fn contains(&self, id: UserId) -> bool {
        self.outcomes.borrow().contains(id)
    }

    /// Whether the recorded outcome of `id` was read from the same record as `user`. A response may
    /// have several records of one user.
    pub(crate) fn is_same_record(&self, id: UserId, user: &UserRef) -> bool {
        matches!(
            self.outcomes.borrow().get(id),
            Some(LookupOutcome::User(existing))
                if existing.row == user.row && Rc::ptr_eq(&existing.chunk, &user.chunk)
        )
    }

    /// Records the outcome of an id. Replaces an earlier outcome of the same id.
    pub(crate) fn record(&self, id: UserId, outcome: LookupOutcome) {
        self.outcomes.borrow_mut().insert(id, outcome);
    }

    /// Whether the outcome of the id is final, because its response has ended.
    pub(crate) fn is_response_ended(&self, id: UserId) -> bool {
        let index = self.outcomes.borrow().index_of(id);
        index.is_some_and(|index| index < self.ended_count.get())
    }

    /// Records that the response has ended, so that the outcomes recorded so far no longer change.
    pub(crate) fn end_response(&self) {
        self.ended_count.set(self.len());
    }

    /// Whether any outcome comes from a response that is still arriving.
    pub(crate) fn has_arriving(&self) -> bool {
        self.ended_count.get() < self.len()
    }

    pub(crate) fn len(&self) -> usize {
        self.outcomes.borrow().len()
    }

    /// The number of outcomes of responses that have ended. These outcomes have the first indices.
    pub(crate) fn ended_len(&self) -> usize {
        self.ended_count.get()
    }

    /// Visits the outcomes whose indices are in `range`, in the order of recording.
    pub(crate) fn for_each(
        &self,
        range: Range<usize>,
        visit: &mut dyn FnMut(UserId, &LookupOutcome),
    ) {
        let outcomes = self.outcomes.borrow();
        let range = outcomes.iter().take(range.end).skip(range.start);
        range.for_each(|(id, outcome)| visit(id, outcome));
    }

    /// Whether any id is found or missing, which proves that the portal works.
    pub(crate) fn has_success(&self) -> bool {
        self.outcomes
            .borrow()
            .iter()
            .any(|(_, outcome)| !matches!(outcome, LookupOutcome::Failed(_)))
    }

    pub(crate) fn timing(&self) -> Timing {
        self.state.timing()
    }
}
