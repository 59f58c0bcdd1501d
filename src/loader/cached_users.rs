//! The loader's access to cached users and to users that an earlier page has stored, and the events
//! for issues of users.

use super::Loader;
use super::cache::LookupVersion;
use super::cache_key::CacheKey;
use super::lookup_results::LookupOutcome;
use crate::host::Host;
use crate::protocol::{Chunk, UserRef};
use crate::time::{Millis, Timestamp};

impl<H: Host> Loader<H> {
    /// Returns the cached outcome of an id or, if there is none, the user in the persistent store,
    /// which has no users with larger pictures. Returns only entries that are younger than
    /// `max_age`.
    pub(crate) fn cached_or_stored(
        &self,
        key: CacheKey,
        max_age: Millis,
        now: Timestamp,
    ) -> Option<LookupOutcome> {
        let cached = self.cache.get(key, max_age, now).or_else(|| {
            let users = if key.avatar_hr { None } else { self.host().stored_user(key.id, max_age) };
            Some(LookupOutcome::User(UserRef { chunk: Chunk::stored(users?), row: 0 }))
        })?;
        self.executor.metrics().update(|stats| stats.cache_hits += 1);
        Some(cached)
    }

    /// Writes an outcome to the cache and, unless larger pictures were requested, to the persistent
    /// store: stores a user, or removes a missing user. Ignores failures, users who were
    /// invalidated since the lookup began, and users that a later lookup has already cached.
    pub(crate) fn cache_outcome(
        &self,
        version: &LookupVersion,
        key: CacheKey,
        outcome: &LookupOutcome,
        now: Timestamp,
    ) {
        if self.cache.insert(version, key, outcome, now) && !key.avatar_hr {
            let user = if let LookupOutcome::User(user) = outcome { Some(user) } else { None };
            self.host().store_user(key.id, user);
        }
    }

    /// Emits an event for each field of the user whose value did not have the declared type.
    /// Returns the user as the outcome of its lookup.
    pub(crate) fn report_issues(&self, user: UserRef) -> LookupOutcome {
        user.issues().for_each(|issue| self.executor.emit_issue(issue));
        LookupOutcome::User(user)
    }

    /// Compacts the cache, so that its chunks take at most twice the memory of its users.
    pub(crate) fn compact_cache(&self) {
        self.cache.compact(&|user| self.host().detach(user));
    }
}
