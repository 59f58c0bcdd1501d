use std::cell::{Cell, RefCell};
use std::hash::BuildHasherDefault;
use std::num::NonZeroUsize;

use lru::LruCache;

use super::CacheOptions;
use super::lookup::{Finding, Wanted};
use crate::ids::{IdHasher, UserId};

const TTL_MS: f64 = 300_000.0;
const MISSING_TTL_MS: f64 = 30_000.0;
const MAX: usize = 10_000;

/// The users that a client remembers, the latest used for the longest. Failures are never remembered.
#[derive(Debug)]
pub(super) struct Cache<W> {
    entries: Option<RefCell<Entries<W>>>,
    ttl_ms: f64,
    missing_ttl_ms: f64,
    /// Raised by each `invalidate`: what was asked for before is not to be remembered after.
    era: Cell<u32>,
}

type Entries<W> = LruCache<Wanted, Entry<W>, BuildHasherDefault<IdHasher>>;

#[derive(Debug)]
struct Entry<W> {
    finding: Finding<W>,
    at_ms: f64,
}

impl<W> Cache<W> {
    pub(super) fn new(options: CacheOptions) -> Self {
        let max = NonZeroUsize::new(options.max.unwrap_or(MAX));
        Self {
            // Unbounded as far as the crate knows, so that its room grows with what is in it.
            entries: max.map(|max| {
                let mut entries = LruCache::unbounded_with_hasher(<_>::default());
                entries.resize(max);
                RefCell::new(entries)
            }),
            ttl_ms: options.ttl_ms.unwrap_or(TTL_MS),
            missing_ttl_ms: options.missing_ttl_ms.unwrap_or(MISSING_TTL_MS),
            era: Cell::new(0),
        }
    }

    /// What is remembered of a user and not older than `max_age_ms`.
    pub(super) fn get(&self, wanted: Wanted, max_age_ms: f64, now_ms: f64) -> Option<Finding<W>> {
        let mut entries = self.entries.as_ref()?.borrow_mut();
        let entry = entries.get(&wanted)?;
        let ttl_ms =
            if matches!(entry.finding, Finding::Missing) { self.missing_ttl_ms } else { self.ttl_ms };
        let age_ms = now_ms - entry.at_ms;
        if age_ms >= ttl_ms {
            entries.pop(&wanted);
            return None;
        }
        (age_ms < max_age_ms).then(|| entry.finding.clone())
    }

    /// Remembers what was found by a lookup of `era`.
    pub(super) fn put(&self, era: u32, wanted: Wanted, finding: &Finding<W>, now_ms: f64) {
        if era != self.era.get() || matches!(finding, Finding::Failed(_)) {
            return;
        }
        if let Some(entries) = &self.entries {
            entries.borrow_mut().put(wanted, Entry { finding: finding.clone(), at_ms: now_ms });
        }
    }

    /// The present era.
    pub(super) fn era(&self) -> u32 {
        self.era.get()
    }

    pub(super) fn invalidate(&self, ids: Option<&[UserId]>) {
        self.era.set(self.era.get().wrapping_add(1));
        let Some(entries) = &self.entries else { return };
        let Some(ids) = ids else { return entries.borrow_mut().clear() };
        for &id in ids {
            for avatar_hr in [false, true] {
                entries.borrow_mut().pop(&Wanted { id, avatar_hr });
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.as_ref().map_or(0, |entries| entries.borrow().len())
    }
}
