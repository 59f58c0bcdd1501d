use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use super::config::CacheConfig;
use super::lookup_results::{CacheKey, LookupOutcome};
use super::lru_map::LruMap;
use crate::ids::{IdSet, UserId};
use crate::protocol::{ChunkHandle, UserRef};

/// The users that a client remembers, the latest used for the longest. Failures are never remembered.
#[derive(Debug)]
pub(crate) struct Cache {
    entries: RefCell<LruMap<Entry>>,
    footprint: Rc<Footprint>,
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
pub(crate) struct LookupVersion {
    era: u32,
    number: u32,
    /// The users invalidated by id since.
    invalidated: Rc<RefCell<IdSet>>,
}

#[derive(Debug)]
struct Entry {
    finding: LookupOutcome,
    at_ms: f64,
    /// The number of the lookup that found it.
    number: u32,
    footprint: Rc<Footprint>,
}

/// How many bytes the remembered users take, and how many the windows that they are in.
#[derive(Debug, Default)]
struct Footprint {
    users: Cell<usize>,
    windows: Cell<usize>,
}

impl Entry {
    fn new(finding: LookupOutcome, at_ms: f64, number: u32, footprint: &Rc<Footprint>) -> Self {
        if let LookupOutcome::User(found) = &finding {
            if found.chunk.cached.get() == 0 {
                footprint.windows.set(footprint.windows.get() + found.chunk.size());
            }
            found.chunk.cached.set(found.chunk.cached.get() + found.size());
            footprint.users.set(footprint.users.get() + found.size());
        }
        Self { finding, at_ms, number, footprint: footprint.clone() }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let LookupOutcome::User(found) = &self.finding else { return };
        found.chunk.cached.set(found.chunk.cached.get() - found.size());
        self.footprint.users.set(self.footprint.users.get() - found.size());
        if found.chunk.cached.get() == 0 {
            self.footprint.windows.set(self.footprint.windows.get() - found.chunk.size());
        }
    }
}

impl Cache {
    pub(crate) fn new(config: CacheConfig) -> Self {
        let ttl_ms = |ttl_ms| if config.capacity == 0 { 0.0 } else { ttl_ms };
        Self {
            entries: RefCell::new(LruMap::new(config.capacity)),
            footprint: Rc::default(),
            ttl_ms: ttl_ms(config.ttl_ms),
            missing_ttl_ms: ttl_ms(config.missing_ttl_ms),
            era: Cell::new(0),
            invalidated: RefCell::default(),
            lookups: Cell::new(0),
            portal: RefCell::default(),
        }
    }

    /// What is remembered of a user and not older than `max_age_ms`.
    pub(crate) fn get(&self, wanted: CacheKey, max_age_ms: f64, now_ms: f64) -> Option<LookupOutcome> {
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
    pub(crate) const fn ttl_ms(&self, finding: &LookupOutcome) -> f64 {
        if matches!(finding, LookupOutcome::Missing) { self.missing_ttl_ms } else { self.ttl_ms }
    }

    /// A lookup begins.
    pub(crate) fn begin(&self) -> LookupVersion {
        self.lookups.set(self.lookups.get().wrapping_add(1));
        let begun =
            LookupVersion { era: self.era.get(), number: self.lookups.get(), invalidated: Rc::default() };
        let mut in_flight = self.invalidated.borrow_mut();
        in_flight.retain(|invalidated| invalidated.strong_count() > 0);
        in_flight.push(Rc::downgrade(&begun.invalidated));
        begun
    }

    /// Remembers what was found by a lookup.
    pub(crate) fn put(&self, begun: &LookupVersion, wanted: CacheKey, finding: &LookupOutcome, now_ms: f64) {
        let is_invalid = begun.era != self.era.get() || begun.invalidated.borrow().contains(wanted.id);
        if is_invalid || matches!(finding, LookupOutcome::Failed(_)) {
            return;
        }
        let entry = Entry::new(finding.clone(), now_ms, begun.number, &self.footprint);
        self.entries.borrow_mut().put(wanted, entry, |known| known.number <= begun.number);
    }

    /// Detaches users from windows of which less than half is remembered, as soon as all windows take more than twice the memory of
    /// the remembered users: those keep no others alive, however they arrived.
    pub(crate) fn compact(&self, detach: &dyn Fn(&UserRef) -> ChunkHandle) {
        if self.footprint.windows.get() <= 2 * self.footprint.users.get() {
            return;
        }
        self.entries.borrow_mut().each(&mut |entry| {
            if let LookupOutcome::User(found) = &entry.finding
                && 2 * found.chunk.cached.get() < found.chunk.size()
            {
                let finding = LookupOutcome::User(found.detached(detach(found)));
                *entry = Entry::new(finding, entry.at_ms, entry.number, &self.footprint);
            }
        });
    }

    /// The present era.
    pub(crate) fn era(&self) -> u32 {
        self.era.get()
    }

    /// That portal is asked from now on. Another than before, which the application may have given with its token, has users of its own.
    pub(crate) fn follow(&self, portal: &str) {
        if *self.portal.borrow() == portal {
            return;
        }
        if !self.portal.replace(portal.into()).is_empty() {
            self.invalidate(None);
        }
    }

    pub(crate) fn invalidate(&self, ids: Option<&[UserId]>) {
        let mut entries = self.entries.borrow_mut();
        let Some(ids) = ids else {
            self.era.set(self.era.get().wrapping_add(1));
            return entries.clear();
        };
        for lookup in self.invalidated.borrow().iter().filter_map(Weak::upgrade) {
            for &id in ids {
                lookup.borrow_mut().insert(id, ());
            }
        }
        for &id in ids {
            for avatar_hr in [false, true] {
                entries.remove(CacheKey { id, avatar_hr });
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.borrow().len()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use b24_record_reader::ResultShape;
    use proptest::prelude::*;

    use super::{Cache, CacheConfig, CacheKey, LookupOutcome, LookupVersion};
    use crate::ids::UserId;
    use crate::model::User;
    use crate::protocol::{ChunkHandle, ResponseParser, build_users};

    fn wanted(id: u64) -> CacheKey {
        CacheKey { id: UserId::new(id).unwrap(), avatar_hr: false }
    }

    /// Users whose texts are of these lengths, in one answer.
    fn answer(cache: &Cache, begun: &LookupVersion, users: &[(u64, usize)]) {
        let people: Vec<_> = users
            .iter()
            .map(|(id, length)| serde_json::json!({ "id": id, "name": "x".repeat(*length), "odd": id }))
            .collect();
        let mut reader = ResponseParser::new(ResultShape::List, |text| text.parse().unwrap());
        reader.buffer().extend(serde_json::json!({ "result": people }).to_string().into_bytes());
        let answer = reader.finish(200, &|chunk| ChunkHandle::new(build_users(chunk))).unwrap();
        for &(id, _) in users {
            let found = answer.users().unwrap().get(wanted(id).id).unwrap();
            cache.put(begun, wanted(id), &LookupOutcome::User(found), 0.0);
        }
    }

    proptest! {
        #[test]
        fn windows_are_no_more_than_twice_as_large_as_the_users_in_the_cache(
            max in 0_usize..40,
            steps in prop::collection::vec(
                (prop::collection::vec((1_u64..60, prop_oneof![0_usize..20, 0_usize..4000]), 0..30), any::<bool>()),
                1..12,
            ),
        ) {
            let cache = Cache::new(CacheConfig { ttl_ms: 300_000.0, missing_ttl_ms: 30_000.0, capacity: max });
            for (mut users, invalidates) in steps {
                users.sort_unstable();
                users.dedup_by_key(|(id, _)| *id);
                if invalidates {
                    let ids: Vec<_> = users.iter().map(|&(id, _)| wanted(id).id).collect();
                    cache.invalidate(Some(&ids));
                } else {
                    answer(&cache, &cache.begin(), &users);
                }
                cache.compact(&|found| ChunkHandle::new(vec![found.chunk.users.get::<Vec<User>>()[found.row].clone()]));
                let footprint = &cache.footprint;
                prop_assert!(footprint.windows.get() <= 2 * footprint.users.get());
                for id in 1..60 {
                    if let Some(LookupOutcome::User(found)) = cache.get(wanted(id), f64::INFINITY, 0.0) {
                        let user = &found.chunk.users.get::<Vec<User>>()[found.row];
                        prop_assert_eq!((user.id.get(), user.extra["odd"].as_u64()), (id, Some(id)));
                    }
                }
            }
            cache.invalidate(None);
            prop_assert_eq!((cache.footprint.users.get(), cache.footprint.windows.get()), (0, 0));
        }
    }
}
