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
    /// Returns the cached outcome of an id; otherwise the user that an earlier page has stored. The
    /// result is younger than `max_age`.
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

    /// Caches an outcome of a lookup, and hands it to the store that survives the page. The outcome
    /// of an invalidated user, and a failure, are neither cached nor stored.
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

    /// Emits an event for each issue of the user, a field whose value does not have the declared
    /// type. Returns the user as an outcome.
    pub(crate) fn report_issues(&self, user: UserRef) -> LookupOutcome {
        user.issues().for_each(|issue| self.executor.emit_issue(issue));
        LookupOutcome::User(user)
    }

    /// Compacts the cache, so that its chunks take at most twice the memory of its users.
    pub(crate) fn compact_cache(&self) {
        self.cache.compact(&|user| self.host().detach(user));
    }
}
