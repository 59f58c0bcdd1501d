use super::Loader;
use super::cache::LookupVersion;
use super::lookup_results::{CacheKey, LookupOutcome};
use crate::error::Result;
use crate::host::Host;
use crate::ids::{IdMap, UserId};
use crate::protocol::{RestResponse, UserRef};

impl<H: Host> Loader<H> {
    /// Reports the user's issues, and returns the user as an outcome.
    pub(crate) fn told(&self, found: UserRef) -> LookupOutcome {
        found.issues().for_each(|issue| self.executor.emit_issue(issue));
        LookupOutcome::User(found)
    }

    /// Bounds the memory of the cache by that of its users.
    pub(crate) fn compact_cache(&self) {
        self.cache.compact(&|found| self.host().detach(found));
    }

    /// Those of `ids` whom a list of users has, and whether it has an entry for each and for nobody else. They join the
    /// cache, unless it knows better.
    pub(crate) fn read_some(
        &self,
        ids: &[UserId],
        answer: &RestResponse,
        begun: &LookupVersion,
    ) -> Result<(IdMap<LookupOutcome>, bool)> {
        let users = answer.users()?;
        let mut found = IdMap::with_capacity(ids.len());
        for &id in ids {
            if let Some(user) = users.get(id) {
                let finding = self.told(user);
                self.cache.put(begun, CacheKey { id, avatar_hr: false }, &finding, self.host().now_ms());
                found.insert(id, finding);
            }
        }
        self.compact_cache();
        let is_whole = users.len() == ids.len() && users.ids().count() == found.len();
        Ok((found, is_whole))
    }
}
