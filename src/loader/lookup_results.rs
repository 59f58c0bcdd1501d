//! The outcomes of one lookup, which all its waiters share.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use crate::error::Error;
use crate::ids::{IdMap, UserId};
use crate::model::Timing;
use crate::protocol::UserRef;
use crate::rest::CallState;

/// The outcome of the lookup of one id. Clones share the user.
#[derive(Clone, Debug)]
pub(crate) enum LookupOutcome {
    User(UserRef),
    Missing,
    Failed(Rc<Error>),
}

/// The outcomes of one lookup so far, shared by all callers that await the lookup.
#[derive(Debug, Default)]
pub(crate) struct LookupResults {
    /// In the order of recording.
    outcomes: RefCell<IdMap<LookupOutcome>>,
    /// The number of final outcomes, which come first. The others are provisional: users of a
    /// response that is still arriving, whom a later record of the same id may replace.
    final_count: Cell<usize>,
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

    /// Whether the outcome of the id is this record of the user. A response may have several.
    pub(crate) fn is_same_record(&self, id: UserId, user: &UserRef) -> bool {
        matches!(
            self.outcomes.borrow().get(id),
            Some(LookupOutcome::User(existing))
                if existing.row == user.row && Rc::ptr_eq(&existing.chunk, &user.chunk)
        )
    }

    /// Records the outcome of an id, and replaces an earlier one.
    pub(crate) fn record(&self, id: UserId, outcome: LookupOutcome) {
        self.outcomes.borrow_mut().insert(id, outcome);
    }

    /// Whether the id has a final outcome.
    pub(crate) fn is_final(&self, id: UserId) -> bool {
        let index = self.outcomes.borrow().index_of(id);
        index.is_some_and(|index| index < self.final_count.get())
    }

    /// Commits all recorded outcomes.
    pub(crate) fn finalize(&self) {
        self.final_count.set(self.len());
    }

    pub(crate) fn has_provisional(&self) -> bool {
        self.final_count.get() < self.len()
    }

    pub(crate) fn len(&self) -> usize {
        self.outcomes.borrow().len()
    }

    /// The number of final outcomes, which come first.
    pub(crate) fn final_len(&self) -> usize {
        self.final_count.get()
    }

    /// Visits the outcomes of a range, in the order of recording.
    pub(crate) fn for_each(
        &self,
        range: Range<usize>,
        visit: &mut dyn FnMut(UserId, &LookupOutcome),
    ) {
        let outcomes = self.outcomes.borrow();
        let range = outcomes.iter().take(range.end).skip(range.start);
        range.for_each(|(id, outcome)| visit(id, outcome));
    }

    /// Whether any id was found or is missing, so that the portal works.
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
