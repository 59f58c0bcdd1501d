//! Users of a response that lists users: their cache entries, and the events for their issues.

use super::Loader;
use super::cache::LookupVersion;
use super::cache_key::CacheKey;
use super::lookup_results::LookupOutcome;
use crate::error::Result;
use crate::host::Host;
use crate::ids::{IdMap, UserId};
use crate::protocol::{Chunk, RestResponse, UserRef};
use crate::time::{Millis, Timestamp};

/// The requested users that were found in a list of users.
pub(crate) struct ListedUsers {
    pub(crate) users: IdMap<LookupOutcome>,
    /// Whether the list has exactly one entry for each requested id, and no other entry.
    pub(crate) is_complete: bool,
}

impl<H: Host> Loader<H> {
    /// Returns the cached outcome, else the user that an earlier page has stored, if it is younger
    /// than `max_age`.
    pub(crate) fn cached(
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

    /// Caches an outcome of a lookup. Users in the cache are stored as well.
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

    /// Caches the users with these ids in a response that is a list of users. Returns these users.
    pub(crate) fn cache_listed_users(
        &self,
        ids: &[UserId],
        response: &RestResponse,
        version: &LookupVersion,
    ) -> Result<ListedUsers> {
        let list = response.users()?;
        let mut users = IdMap::with_capacity(ids.len());
        for &id in ids {
            if let Some(user) = list.get(id) {
                let (key, outcome) = (CacheKey { id, avatar_hr: false }, self.report_issues(user));
                self.cache_outcome(version, key, &outcome, self.host().now());
                users.insert(id, outcome);
            }
        }
        self.compact_cache();
        let is_complete = list.len() == ids.len() && list.ids().count() == users.len();
        Ok(ListedUsers { users, is_complete })
    }
}
