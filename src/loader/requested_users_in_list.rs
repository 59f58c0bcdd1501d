//! The requested users in a response that is a list of users.

use super::Loader;
use super::cache::LookupVersion;
use super::cache_key::CacheKey;
use super::lookup_results::LookupOutcome;
use crate::error::Result;
use crate::host::Host;
use crate::ids::{IdMap, UserId};
use crate::protocol::RestResponse;

/// The requested users that a list of users contains.
pub(crate) struct RequestedUsersInList {
    pub(crate) users: IdMap<LookupOutcome>,
    /// Whether the list has exactly one entry for each requested id, and no other entry.
    pub(crate) is_exact_match: bool,
}

impl<H: Host> Loader<H> {
    /// Caches the users with these ids in a response that is a list of users. Returns these users.
    pub(crate) fn cache_requested_users(
        &self,
        ids: &[UserId],
        response: &RestResponse,
        version: &LookupVersion,
    ) -> Result<RequestedUsersInList> {
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
        let is_exact_match = list.len() == ids.len() && list.ids().count() == users.len();
        Ok(RequestedUsersInList { users, is_exact_match })
    }
}
