//! The cache of users and missing ids: expiry, invalidation, and bounded memory.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use super::cache_key::CacheKey;
use super::config::CacheConfig;
use super::lookup_results::LookupOutcome;
use super::lru_map::LruMap;
use crate::ids::{IdSet, UserId};
use crate::protocol::{ChunkHandle, UserRef};
use crate::time::{Millis, Timestamp};

/// A cache of users and missing ids, with a time to live. Failures are never cached.
#[derive(Debug)]
pub(crate) struct Cache {
    entries: RefCell<LruMap<CacheEntry>>,
    footprint: Rc<Footprint>,
    config: CacheConfig,
    /// Counts the invalidations of all users. A lookup that started before the latest invalidation
    /// of all users stores nothing.
    generation: Cell<u32>,
    /// For each lookup in flight, the ids that were invalidated since the lookup began.
    invalidated_in_flight: RefCell<Vec<Weak<RefCell<IdSet>>>>,
    /// The number of lookups so far, which is the sequence number of the latest lookup.
    lookups: Cell<u32>,
    /// The portal of the cached users, which is the portal of the last request. `None` before the
    /// first request.
    portal: RefCell<Option<String>>,
}

/// The position of a lookup in the order of all lookups. The outcome of an earlier lookup never
/// replaces the outcome of a later one.
#[derive(Clone, Debug)]
pub(crate) struct LookupVersion {
    generation: u32,
    sequence: u32,
    /// The ids that were invalidated since the lookup began.
    invalidated: Rc<RefCell<IdSet>>,
}

#[derive(Debug)]
struct CacheEntry {
    outcome: LookupOutcome,
    stored_at: Timestamp,
    /// The sequence number of the lookup that found the outcome.
    sequence: u32,
    footprint: Rc<Footprint>,
}

/// The approximate sizes of the cached users and of their chunks, in bytes.
#[derive(Debug, Default)]
struct Footprint {
    users: Cell<usize>,
    chunks: Cell<usize>,
}

impl CacheEntry {
    fn new(
        outcome: LookupOutcome,
        stored_at: Timestamp,
        sequence: u32,
        footprint: &Rc<Footprint>,
    ) -> Self {
        if let LookupOutcome::User(user) = &outcome {
            let cached = &user.chunk.cached;
            if cached.get() == 0 {
                footprint.chunks.set(footprint.chunks.get() + user.chunk.size());
            }
            cached.set(cached.get() + user.size());
            footprint.users.set(footprint.users.get() + user.size());
        }
        Self { outcome, stored_at, sequence, footprint: footprint.clone() }
    }
}

impl Drop for CacheEntry {
    fn drop(&mut self) {
        let LookupOutcome::User(user) = &self.outcome else { return };
        let (cached, footprint) = (&user.chunk.cached, &self.footprint);
        cached.set(cached.get() - user.size());
        footprint.users.set(footprint.users.get() - user.size());
        if cached.get() == 0 {
            footprint.chunks.set(footprint.chunks.get() - user.chunk.size());
        }
    }
}

impl Cache {
    pub(crate) fn new(config: CacheConfig) -> Self {
        Self {
            entries: RefCell::new(LruMap::new(config.capacity)),
            footprint: Rc::default(),
            config,
            generation: Cell::new(0),
            invalidated_in_flight: RefCell::default(),
            lookups: Cell::new(0),
            portal: RefCell::default(),
        }
    }

    /// Returns the cached outcome if its age is below `max_age` and its time to live. `None` means
    /// that the caller has to look the user up.
    pub(crate) fn get(
        &self,
        key: CacheKey,
        max_age: Millis,
        now: Timestamp,
    ) -> Option<LookupOutcome> {
        // A call for fresh users must not count as a use of the entry.
        if max_age <= Millis::ZERO {
            return None;
        }
        let mut entries = self.entries.borrow_mut();
        let entry = entries.get(key)?;
        let ttl = self.ttl(&entry.outcome);
        let age = now - entry.stored_at;
        // A negative age means that the clock was set back: the true age is unknown.
        if !(Millis::ZERO..ttl).contains(&age) {
            entries.remove(key);
            return None;
        }
        (age < max_age).then(|| entry.outcome.clone())
    }

    /// The time to live of an outcome; zero if the cache is disabled.
    pub(crate) const fn ttl(&self, outcome: &LookupOutcome) -> Millis {
        match outcome {
            _ if self.config.capacity == 0 => Millis::ZERO,
            LookupOutcome::Missing => self.config.missing_ttl,
            _ => self.config.ttl,
        }
    }

    /// Begins a lookup, and returns its version.
    pub(crate) fn begin_lookup(&self) -> LookupVersion {
        self.lookups.set(self.lookups.get().wrapping_add(1));
        let version = LookupVersion {
            generation: self.generation.get(),
            sequence: self.lookups.get(),
            invalidated: Rc::default(),
        };
        let mut in_flight = self.invalidated_in_flight.borrow_mut();
        in_flight.retain(|invalidated| invalidated.strong_count() > 0);
        in_flight.push(Rc::downgrade(&version.invalidated));
        version
    }

    /// Caches an outcome, and returns `true`. Returns `false`, and caches nothing, if `outcome` is
    /// a failure, if the user was invalidated since the lookup began, or if a later lookup has
    /// already cached an outcome for this user.
    pub(crate) fn insert(
        &self,
        version: &LookupVersion,
        key: CacheKey,
        outcome: &LookupOutcome,
        now: Timestamp,
    ) -> bool {
        let is_stale = version.generation != self.generation.get()
            || version.invalidated.borrow().contains(key.id);
        if is_stale || matches!(outcome, LookupOutcome::Failed(_)) {
            return false;
        }
        let entry = CacheEntry::new(outcome.clone(), now, version.sequence, &self.footprint);
        self.entries
            .borrow_mut()
            .insert(key, entry, |existing| existing.sequence <= version.sequence)
    }

    /// Frees chunks of which less than half is cached. A chunk has users that were built together,
    /// and one cached user keeps all of them in memory. `detach` copies a user to a chunk of its
    /// own. Does nothing while the chunks take at most twice the memory of the cached users.
    pub(crate) fn compact(&self, detach: &dyn Fn(&UserRef) -> ChunkHandle) {
        if self.footprint.chunks.get() <= 2 * self.footprint.users.get() {
            return;
        }
        self.entries.borrow_mut().for_each_mut(&mut |entry| {
            if let LookupOutcome::User(user) = &entry.outcome
                && 2 * user.chunk.cached.get() < user.chunk.size()
            {
                let outcome = LookupOutcome::User(user.detached(detach(user)));
                *entry = CacheEntry::new(outcome, entry.stored_at, entry.sequence, &self.footprint);
            }
        });
    }

    pub(crate) fn generation(&self) -> u32 {
        self.generation.get()
    }

    /// Evicts all users if `portal` is not the portal of the last request: a new token may belong
    /// to another portal, with other users.
    pub(crate) fn reset_on_portal_change(&self, portal: &str) {
        if self.portal.borrow().as_deref() == Some(portal) {
            return;
        }
        if self.portal.replace(Some(portal.into())).is_some() {
            self.invalidate(None);
        }
    }

    /// Evicts the users with these ids; `None` evicts all users. A lookup that is in flight does
    /// not store an evicted user again.
    pub(crate) fn invalidate(&self, ids: Option<&[UserId]>) {
        let mut entries = self.entries.borrow_mut();
        let Some(ids) = ids else {
            self.generation.set(self.generation.get().wrapping_add(1));
            return entries.clear();
        };
        for invalidated in self.invalidated_in_flight.borrow().iter().filter_map(Weak::upgrade) {
            for &id in ids {
                invalidated.borrow_mut().insert(id, ());
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
    use crate::protocol::{ChunkHandle, ResponseParser, UserRef, users_from_record_chunk};
    use crate::time::{Millis, Timestamp};

    const NOW: Timestamp = Timestamp::new(0.0);

    fn key(id: u64) -> CacheKey {
        CacheKey { id: UserId::new(id).unwrap(), avatar_hr: false }
    }

    /// Caches users whose names have the given lengths. All users come from one response.
    fn insert_all(cache: &Cache, version: &LookupVersion, users: &[(u64, usize)]) {
        let records: Vec<_> = users
            .iter()
            .map(|(id, length)| serde_json::json!({ "id": id, "name": "x".repeat(*length), "odd": id }))
            .collect();
        let mut reader = ResponseParser::new(ResultShape::List, |text| text.parse().unwrap());
        reader.buffer().extend(serde_json::json!({ "result": records }).to_string().into_bytes());
        let response =
            reader.finish(200, &|chunk| ChunkHandle::new(users_from_record_chunk(chunk))).unwrap();
        for &(id, _) in users {
            let user = response.users().unwrap().get(key(id).id).unwrap();
            cache.insert(version, key(id), &LookupOutcome::User(user), NOW);
        }
    }

    fn user_of(user: &UserRef) -> &User {
        &user.chunk.users.get::<Vec<User>>()[user.row]
    }

    proptest! {
        #[test]
        fn chunks_take_at_most_twice_the_memory_of_the_cached_users(
            capacity in 0_usize..40,
            steps in prop::collection::vec(
                (prop::collection::vec((1_u64..60, prop_oneof![0_usize..20, 0_usize..4000]), 0..30), any::<bool>()),
                1..12,
            ),
        ) {
            let (ttl, missing_ttl) = (Millis::from_secs(300.0), Millis::from_secs(30.0));
            let cache = Cache::new(CacheConfig { ttl, missing_ttl, capacity });
            for (mut users, invalidates) in steps {
                users.sort_unstable();
                users.dedup_by_key(|(id, _)| *id);
                if invalidates {
                    let ids: Vec<_> = users.iter().map(|&(id, _)| key(id).id).collect();
                    cache.invalidate(Some(&ids));
                } else {
                    insert_all(&cache, &cache.begin_lookup(), &users);
                }
                cache.compact(&|user| ChunkHandle::new(vec![user_of(user).clone()]));
                let footprint = &cache.footprint;
                prop_assert!(footprint.chunks.get() <= 2 * footprint.users.get());
                for id in 1..60 {
                    if let Some(LookupOutcome::User(user)) = cache.get(key(id), Millis::INFINITY, NOW) {
                        let user = user_of(&user);
                        prop_assert_eq!((user.id.get(), user.extra["odd"].as_u64()), (id, Some(id)));
                    }
                }
            }
            cache.invalidate(None);
            prop_assert_eq!((cache.footprint.users.get(), cache.footprint.chunks.get()), (0, 0));
        }
    }
}
