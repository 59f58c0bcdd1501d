use std::pin::pin;

use super::board::{Finding, Wanted};
use super::{Client, GetUsersOptions};
use crate::error::Result;
use crate::ids::IdInput;
use crate::send::{Host, within};
use crate::wire::method;

impl<H: Host + 'static> Client<H> {
    /// Gets one user, together with all others that are asked for in this way at the same time; `None` if the user is missing.
    ///
    /// # Errors
    /// `INVALID_ID` if the entry is not a user id; the error of the request if it failed.
    pub async fn load_user(&self, entry: IdInput, options: GetUsersOptions) -> Result<Option<H::User>> {
        let id = self.check_id(entry)?;
        let engine = &self.0;
        let work = async {
            let wanted = Wanted { id, avatar_hr: false };
            let now = engine.host.now_ms();
            if let Some(finding) = engine.cache.get(wanted, options.max_age_ms(), now) {
                engine.tally.count(|stats| stats.cache_hits += 1);
                return Ok(finding);
            }
            let max_age_ms = options.max_age_ms();
            let mut share = if let Some(share) = engine.shared(wanted, max_age_ms) {
                engine.tally.count(|stats| stats.shared += 1);
                share
            } else {
                engine.gather(id)
            };
            Ok(share.finding(id).await)
        };
        let limit = engine.options.single_deadline_ms(options.deadline_ms);
        let late = || engine.late().about(method::USER_LIST_GET, &[id]);
        match within(&engine.host, Some(limit), &late, pin!(work)).await? {
            Finding::User(found) => Ok(Some(H::user(found))),
            Finding::Missing => Ok(None),
            Finding::Failed(error) => Err(error.as_ref().clone().with_ids(&[id])),
        }
    }
}
