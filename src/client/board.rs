use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::error::Error;
use crate::ids::{IdTable, Key, KeyMap, UserId};
use crate::model::TimeSpent;
use crate::wire::Found;

/// A user as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    pub(super) id: UserId,
    pub(super) avatar_hr: bool,
}

/// What is found for an id. Clones share it.
#[derive(Debug)]
pub(super) enum Finding<W> {
    User(Found<W>),
    Missing,
    Failed(Rc<Error>),
}

impl<W> Clone for Finding<W> {
    fn clone(&self) -> Self {
        match self {
            Self::User(found) => Self::User(found.clone()),
            Self::Missing => Self::Missing,
            Self::Failed(error) => Self::Failed(error.clone()),
        }
    }
}

/// A map by users as they are asked for.
pub(super) type UserMap<V> = KeyMap<Wanted, V>;

impl Key for Wanted {
    fn number(self) -> u64 {
        // An id has 53 bits.
        self.id.get() << 1 | u64::from(self.avatar_hr)
    }
}

/// Where the findings of one lookup appear as they are made.
#[derive(Debug)]
pub(super) struct Board<W> {
    findings: RefCell<IdTable<Finding<W>>>,
    /// What its requests have taken so far.
    pub(super) spent: Cell<TimeSpent>,
}

impl<W> Default for Board<W> {
    fn default() -> Self {
        Self { findings: RefCell::default(), spent: Cell::default() }
    }
}

impl<W> Board<W> {
    pub(super) fn get(&self, id: UserId) -> Option<Finding<W>> {
        self.findings.borrow().get(id).cloned()
    }

    /// Moves what there is for these ids, with `otherwise` for those that there is nothing for, if that may be.
    pub(super) fn take(
        &self,
        ids: &mut Vec<UserId>,
        otherwise: Option<&Finding<W>>,
    ) -> Vec<(UserId, Finding<W>)> {
        let findings = self.findings.borrow();
        let mut taken = Vec::with_capacity(ids.len().min(findings.len()));
        ids.retain(|&id| match findings.get(id).or(otherwise) {
            Some(finding) => {
                taken.push((id, finding.clone()));
                false
            }
            None => true,
        });
        taken
    }

    pub(super) fn put(&self, id: UserId, finding: Finding<W>) {
        self.findings.borrow_mut().insert(id, finding);
    }

    pub(super) fn has(&self, id: UserId) -> bool {
        self.findings.borrow().has(id)
    }

    /// Whether anybody was found, or found missing.
    pub(super) fn has_users(&self) -> bool {
        self.findings.borrow().iter().any(|(_, finding)| !matches!(finding, Finding::Failed(_)))
    }

    pub(super) fn spent(&self) -> TimeSpent {
        self.spent.get()
    }
}
