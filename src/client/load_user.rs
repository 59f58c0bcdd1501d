use std::pin::pin;

use super::options::GetUsersOptions;
use crate::client::Client;
use crate::error::Result;
use crate::host::Host;
use crate::ids::IdInput;
use crate::loader::{CacheKey, LookupOutcome};
use crate::protocol::method;

impl<H: Host + 'static> Client<H> {
    /// Gets one user, together with all others that are asked for in this way at the same time; `None` if the user is missing.
    ///
    /// # Errors
    /// `INVALID_ID` if the entry is not a user id; the error of the request if it failed.
    pub async fn load_user(&self, entry: IdInput, options: GetUsersOptions) -> Result<Option<H::User>> {
        let id = self.check_id(entry)?;
        let engine = &self.0;
        let (wanted, max_age_ms) = (CacheKey { id, avatar_hr: false }, options.max_age_ms());
        let finding = if let Some(finding) = engine.cache.get(wanted, max_age_ms, engine.host().now_ms()) {
            engine.executor.metrics().update(|stats| stats.cache_hits += 1);
            finding
        } else {
            let mut share = if let Some(share) = engine.shared(wanted, max_age_ms) {
                engine.executor.metrics().update(|stats| stats.shared += 1);
                share
            } else {
                engine.gather(id)
            };
            let (deadline, board) = (self.single_deadline(options.deadline_ms), share.board().clone());
            let work = async { Ok(share.finding(id).await) };
            let found = engine
                .executor
                .with_deadline(deadline, &board.state, method::USER_LIST_GET, &[id], pin!(work))
                .await;
            match found {
                Ok(finding) => finding,
                Err(late) => {
                    share.flush();
                    board.get(id).ok_or(late)?
                }
            }
        };
        match finding {
            LookupOutcome::User(found) => Ok(Some(H::materialize(found))),
            LookupOutcome::Missing => Ok(None),
            LookupOutcome::Failed(error) => Err(error.as_ref().clone().with_ids(&[id])),
        }
    }
}
