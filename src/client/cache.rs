use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use super::CacheOptions;
use super::board::{Finding, Wanted};
use super::latest::Latest;
use crate::ids::{IdSet, UserId};

const TTL_MS: f64 = 300_000.0;
const MISSING_TTL_MS: f64 = 30_000.0;
const MAX: usize = 10_000;

/// The users that a client remembers, the latest used for the longest. Failures are never remembered.
#[derive(Debug)]
pub(super) struct Cache<W> {
    entries: RefCell<Latest<Entry<W>>>,
    ttl_ms: f64,
    missing_ttl_ms: f64,
    /// Raised when all users are invalidated: what was asked for before is not to be remembered after.
    era: Cell<u32>,
    /// Who was invalidated by id, for each lookup in flight.
    invalidated: RefCell<Vec<Weak<RefCell<IdSet>>>>,
    /// How many lookups have begun.
    lookups: Cell<u32>,
    /// The portal whose users they are; empty before any has been asked.
    portal: RefCell<String>,
}

/// When a lookup began: in which era, and after how many others. What one that began later has found is not to be replaced.
#[derive(Clone, Debug)]
pub(super) struct Begun {
    era: u32,
    number: u32,
    /// The users invalidated by id since.
    invalidated: Rc<RefCell<IdSet>>,
}

#[derive(Debug)]
struct Entry<W> {
    finding: Finding<W>,
    at_ms: f64,
    /// The number of the lookup that found it.
    number: u32,
}

impl<W> Cache<W> {
    pub(super) fn new(options: CacheOptions) -> Self {
        let max = options.max.unwrap_or(MAX);
        let ttl_ms = |ttl_ms| if max == 0 { 0.0 } else { ttl_ms };
        Self {
            entries: RefCell::new(Latest::new(max)),
            ttl_ms: ttl_ms(options.ttl_ms.unwrap_or(TTL_MS)),
            missing_ttl_ms: ttl_ms(options.missing_ttl_ms.unwrap_or(MISSING_TTL_MS)),
            era: Cell::new(0),
            invalidated: RefCell::default(),
            lookups: Cell::new(0),
            portal: RefCell::default(),
        }
    }

    /// What is remembered of a user and not older than `max_age_ms`.
    pub(super) fn get(&self, wanted: Wanted, max_age_ms: f64, now_ms: f64) -> Option<Finding<W>> {
        // Whoever wants it fresh uses nothing of it.
        if max_age_ms <= 0.0 {
            return None;
        }
        let mut entries = self.entries.borrow_mut();
        let entry = entries.get(wanted)?;
        let ttl_ms = self.ttl_ms(&entry.finding);
        let age_ms = now_ms - entry.at_ms;
        // Below 0 the clock has been set back, and how old it is nobody knows.
        if !(0.0..ttl_ms).contains(&age_ms) {
            entries.remove(wanted);
            return None;
        }
        (age_ms < max_age_ms).then(|| entry.finding.clone())
    }

    /// For how long such a finding is remembered.
    pub(super) const fn ttl_ms(&self, finding: &Finding<W>) -> f64 {
        if matches!(finding, Finding::Missing) { self.missing_ttl_ms } else { self.ttl_ms }
    }

    /// A lookup begins.
    pub(super) fn begin(&self) -> Begun {
        self.lookups.set(self.lookups.get().wrapping_add(1));
        let begun = Begun { era: self.era.get(), number: self.lookups.get(), invalidated: Rc::default() };
        let mut in_flight = self.invalidated.borrow_mut();
        in_flight.retain(|invalidated| invalidated.strong_count() > 0);
        in_flight.push(Rc::downgrade(&begun.invalidated));
        begun
    }

    /// Remembers what was found by a lookup.
    pub(super) fn put(&self, begun: &Begun, wanted: Wanted, finding: &Finding<W>, now_ms: f64) {
        let is_invalid = begun.era != self.era.get() || begun.invalidated.borrow().has(wanted.id);
        if is_invalid || matches!(finding, Finding::Failed(_)) {
            return;
        }
        let entry = Entry { finding: finding.clone(), at_ms: now_ms, number: begun.number };
        self.entries.borrow_mut().put(wanted, entry, |known| known.number <= begun.number);
    }

    /// The present era.
    pub(super) fn era(&self) -> u32 {
        self.era.get()
    }

    /// That portal is asked from now on. Another than before, which the application may have given with its token, has users of its own.
    pub(super) fn follow(&self, portal: &str) {
        if *self.portal.borrow() == portal {
            return;
        }
        if !self.portal.replace(portal.into()).is_empty() {
            self.invalidate(None);
        }
    }

    pub(super) fn invalidate(&self, ids: Option<&[UserId]>) {
        let mut entries = self.entries.borrow_mut();
        let Some(ids) = ids else {
            self.era.set(self.era.get().wrapping_add(1));
            return entries.clear();
        };
        for lookup in self.invalidated.borrow().iter().filter_map(Weak::upgrade) {
            lookup.borrow_mut().extend(ids.iter().map(|&id| (id, ())));
        }
        for &id in ids {
            for avatar_hr in [false, true] {
                entries.remove(Wanted { id, avatar_hr });
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.borrow().len()
    }
}
