//! Users by id. `get_users` and `load_user` go through the loader, with its cache and its
//! coalescing. `get_user` and `get_current_user` call `im.user.get` directly, and their results are
//! not cached.

use std::pin::pin;

use b24_record_reader::ResultShape;

use super::Client;
use super::get_users_result::{GetUsersError, build_list, list_or_error};
use super::options::GetUsersOptions;
use crate::error::Result;
use crate::host::Host;
use crate::ids::{IdInput, IdList, IdMap, UserId};
use crate::loader::{CacheKey, LookupOutcome, Outcomes, UserLoad};
use crate::model::{Progress, Timing, UserList};
use crate::protocol::method;
use crate::rest::{Deadline, MethodCall};
use crate::time::timeout;

impl<H: Host + 'static> Client<H> {
    /// Gets users by their ids from the cache and `im.user.list.get`. Calls `on_progress` as users
    /// arrive.
    ///
    /// # Errors
    /// - [`GetUsersError::Failed`] with `TOO_MANY_IDS` if there are more entries than the client's
    ///   maximum.
    /// - [`GetUsersError::Failed`] with `INVALID_ID` if an entry is not a user id, unless the
    ///   options say that the call reports invalid entries.
    /// - [`GetUsersError::Failed`] with the first error if all ids failed.
    /// - [`GetUsersError::Incomplete`] if some ids failed, unless `options.partial` is set.
    pub async fn get_users(
        &self,
        entries: impl IntoIterator<Item = IdInput>,
        options: GetUsersOptions,
        on_progress: impl Fn(Progress),
    ) -> Result<UserList<H::User>, GetUsersError<H::User>> {
        let IdList { ids, invalid } = self.parse_ids(&mut entries.into_iter(), options.invalid)?;
        let deadline = self.deadline(options.into());
        let (outcomes, time) =
            self.load_outcomes(ids, IdMap::default(), options, deadline, &on_progress).await;
        let list = UserList { invalid, time, ..build_list::<H>(outcomes) };
        list_or_error(list, options.partial_results())
    }

    /// Loads one user from the cache or `im.user.list.get`; `None` if the user is missing. Calls of
    /// the same tick share a request.
    ///
    /// # Errors
    /// `INVALID_ID` if the entry is not a user id. Otherwise, the error of the request.
    pub async fn load_user(
        &self,
        entry: IdInput,
        options: GetUsersOptions,
    ) -> Result<Option<H::User>> {
        let id = self.parse_id(entry)?;
        let (loader, executor) = (&self.loader, &self.loader.executor);
        let (key, max_age) = (CacheKey { id, avatar_hr: false }, options.max_age());
        let cached = loader.cached_or_stored(key, max_age, self.host().now());
        let outcome = if let Some(outcome) = cached {
            outcome
        } else {
            let joined = loader.join_lookup(key, max_age);
            let mut flight = joined.unwrap_or_else(|| loader.join_coalescing_lookup(id));
            let deadline = self.single_deadline(options.into());
            let results = flight.results().clone();
            let (state, method) = (&results.state, method::IM_USER_LIST_GET);
            let work = async { Ok(flight.outcome(id).await) };
            let result = executor.with_deadline(deadline, state, method, &[id], pin!(work)).await;
            match result {
                Ok(outcome) => outcome,
                Err(deadline_error) => {
                    flight.record_arrived();
                    results.get(id).ok_or(deadline_error)?
                }
            }
        };
        match outcome {
            LookupOutcome::User(user) => Ok(Some(H::copy_for_caller(user))),
            LookupOutcome::Missing => Ok(None),
            LookupOutcome::Failed(error) => Err(error.as_ref().clone().with_ids(&[id])),
        }
    }

    /// Gets one user from `im.user.get`, which also returns `desktop_last_date`. Bypasses the
    /// cache, and always sends a request of its own.
    ///
    /// # Errors
    /// `INVALID_ID` if the entry is not a user id. `USER_NOT_EXISTS` if there is no such user.
    /// `ACCESS_DENIED` if the caller may not see the user. Otherwise, the error of the request.
    pub async fn get_user(&self, entry: IdInput, options: GetUsersOptions) -> Result<H::User> {
        let id = self.parse_id(entry)?;
        self.call_im_user_get(Some(id), options).await
    }

    /// Gets the user to whom the token or webhook belongs, from `im.user.get`.
    ///
    /// # Errors
    /// The error of the request.
    pub async fn get_current_user(&self, options: GetUsersOptions) -> Result<H::User> {
        self.call_im_user_get(None, options).await
    }

    /// Gets one user from `im.user.get`: the caller if `id` is `None`. The user is not cached.
    async fn call_im_user_get(
        &self,
        id: Option<UserId>,
        options: GetUsersOptions,
    ) -> Result<H::User> {
        let digits = id.map(|id| id.to_string());
        let mut params = Vec::new();
        if let Some(digits) = &digits {
            params.push(("ID", digits.as_str()));
        }
        if options.avatar_hr() {
            params.push(("AVATAR_HR", "Y"));
        }
        let (ids, shape) = (id.as_slice(), ResultShape::Record);
        let call =
            MethodCall { ids, shape, ..MethodCall::idempotent(method::IM_USER_GET, &params) };
        let response = self.call_with_deadline(call, options.into()).await?;
        let user =
            response.user(id).map_err(|error| error.for_request(method::IM_USER_GET, ids))?;
        user.issues().for_each(|issue| self.loader.executor.emit_issue(issue));
        Ok(H::copy_for_caller(user))
    }

    /// Loads those `ids` that have no outcome (user, missing or error) in `known`. Returns the
    /// outcomes of all `ids` in their order, and the timing of the load. Ids that have no outcome
    /// at the deadline and are not cached fail. Calls `on_progress` whenever outcomes arrive.
    pub(super) async fn load_outcomes(
        &self,
        ids: Vec<UserId>,
        mut known: IdMap<LookupOutcome>,
        options: GetUsersOptions,
        deadline: Deadline,
        on_progress: &dyn Fn(Progress),
    ) -> (Outcomes, Timing) {
        let host = self.host();
        let known_count = known.len();
        let mut remaining_ids = ids.clone();
        remaining_ids.retain(|&id| !known.contains(id));
        let mut load = UserLoad::new(&self.loader, remaining_ids, options.load_options(), deadline);
        let mut loaded = Vec::new();
        loop {
            let remaining = deadline.remaining(host.now());
            let mut next = None;
            let work = async {
                next = load.next_outcomes().await;
                Ok(())
            };
            let on_timeout = || self.loader.executor.deadline_error(deadline);
            let result = timeout(host, remaining, &|| false, &on_timeout, pin!(work)).await;
            match result.map(|()| next) {
                Ok(Some(outcomes)) => loaded.extend(outcomes),
                Ok(None) => break,
                Err(deadline_error) => {
                    known.extend(std::mem::take(&mut loaded));
                    loaded = load.finish_with(&ids, &|id| known.contains(id), deadline_error);
                    break;
                }
            }
            let Progress { done, requests, .. } = load.progress();
            on_progress(Progress { done: known_count + done, total: ids.len(), requests });
        }
        // The fast path: outcomes usually arrive in the order of the ids.
        let is_in_order = loaded.iter().map(|(id, _)| id).eq(&ids);
        if !is_in_order {
            known.extend(loaded);
            loaded = known.in_order_of(&ids);
        }
        (loaded, load.timing())
    }
}
