use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use crate::error::Error;
use crate::ids::{IdMap, Key, KeyIndex, UserId};
use crate::model::Timing;
use crate::protocol::UserRef;
use crate::rest::CallState;

/// A user as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey {
    pub(crate) id: UserId,
    pub(crate) avatar_hr: bool,
}

/// What is found for an id. Clones share it.
#[derive(Clone, Debug)]
pub(crate) enum LookupOutcome {
    User(UserRef),
    Missing,
    Failed(Rc<Error>),
}

/// A map by users as they are asked for.
pub(crate) type UserMap<V> = KeyIndex<CacheKey, V>;

impl Key for CacheKey {
    fn to_u64(self) -> u64 {
        // An id has 53 bits.
        self.id.get() << 1 | u64::from(self.avatar_hr)
    }

    fn from_u64(number: u64) -> Self {
        Self { id: UserId::from_u64(number >> 1), avatar_hr: number & 1 == 1 }
    }
}

/// Where the findings of one lookup appear as they are made.
#[derive(Debug, Default)]
pub(crate) struct LookupResults {
    /// In the order in which they appeared.
    findings: RefCell<IdMap<LookupOutcome>>,
    /// How many of them are final. The others are users of an answer that is still arriving: it may bring another record of the same id,
    /// and then the last one counts.
    is_final: Cell<usize>,
    /// What the lookup is doing.
    pub(crate) state: CallState,
}

impl LookupResults {
    pub(crate) fn get(&self, id: UserId) -> Option<LookupOutcome> {
        self.findings.borrow().get(id).cloned()
    }

    pub(crate) fn contains(&self, id: UserId) -> bool {
        self.findings.borrow().contains(id)
    }

    /// Whether this very record is what there is for that id.
    pub(crate) fn shows(&self, id: UserId, found: &UserRef) -> bool {
        let findings = self.findings.borrow();
        matches!(findings.get(id), Some(LookupOutcome::User(known)) if known.row == found.row && Rc::ptr_eq(&known.chunk, &found.chunk))
    }

    /// Puts up a finding, in the place of what there was for that id.
    pub(crate) fn put(&self, id: UserId, finding: LookupOutcome) {
        self.findings.borrow_mut().insert(id, finding);
    }

    /// Whether there is a finding for that id which is final.
    pub(crate) fn has_final(&self, id: UserId) -> bool {
        self.findings.borrow().index_of(id).is_some_and(|place| place < self.is_final.get())
    }

    /// All that is there now is final.
    pub(crate) fn settle(&self) {
        self.is_final.set(self.len());
    }

    /// Whether there are users of an answer that is not over.
    pub(crate) fn has_early(&self) -> bool {
        self.is_final.get() < self.len()
    }

    pub(crate) fn len(&self) -> usize {
        self.findings.borrow().len()
    }

    /// How many findings are final: the first ones.
    pub(crate) fn final_len(&self) -> usize {
        self.is_final.get()
    }

    /// Shows the findings of this range, in the order in which they appeared.
    pub(crate) fn each(&self, range: Range<usize>, show: &mut dyn FnMut(UserId, &LookupOutcome)) {
        let findings = self.findings.borrow();
        let range = findings.iter().take(range.end).skip(range.start);
        range.for_each(|(id, finding)| show(id, finding));
    }

    /// Whether anybody was found, or found missing.
    pub(crate) fn has_users(&self) -> bool {
        self.findings.borrow().iter().any(|(_, finding)| !matches!(finding, LookupOutcome::Failed(_)))
    }

    pub(crate) fn spent(&self) -> Timing {
        self.state.timing()
    }
}
