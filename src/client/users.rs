use std::pin::pin;
use std::rc::Rc;

use super::options::{GetUsersOptions, Progress};
use crate::client::Client;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::host::UserFactory;
use crate::ids::{IdInput, IdList, IdMap, OnInvalid, UserId};
use crate::loader::LookupOutcome;
use crate::loader::Outcomes;
use crate::loader::UserLoad;
use crate::model::{FailedIds, Timing, User, UserList};
use crate::rest::Deadline;
use crate::time::timeout;

/// Why a call for users did not give a complete list.
#[derive(Clone, Debug, PartialEq)]
pub enum GetUsersError<U = User> {
    /// Nothing could be fetched.
    Failed(Error),
    /// Some users were fetched.
    Incomplete(Box<Incomplete<U>>),
}

impl<U> From<Error> for GetUsersError<U> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// What arrived, and why the rest did not.
#[derive(Clone, Debug, PartialEq)]
pub struct Incomplete<U = User> {
    /// `PARTIAL_RESULT`, with what is known of the first failure.
    pub error: Error,
    /// What was fetched, with its failures.
    pub list: UserList<U>,
}

impl<H: Host + 'static> Client<H> {
    /// Gets users by their ids from `im.user.list.get`, telling `on_progress` how far it is.
    ///
    /// # Errors
    /// [`GetUsersError::Failed`] with `INVALID_ID` if entries are not user ids (unless they are to be reported) or with the
    /// error of the first request if nothing could be fetched; [`GetUsersError::Incomplete`] if some requests failed (unless
    /// `options.partial`).
    pub async fn get_users(
        &self,
        entries: impl IntoIterator<Item = IdInput>,
        options: GetUsersOptions,
        on_progress: impl Fn(Progress),
    ) -> Result<UserList<H::User>, GetUsersError<H::User>> {
        let IdList { ids, invalid } = self.check_ids(&mut entries.into_iter(), options.invalid)?;
        let deadline = self.deadline(options.deadline_ms);
        let (findings, time) = self.gather(ids, IdMap::default(), options, deadline, &on_progress).await;
        let list = UserList { invalid, time, ..to_list::<H>(findings) };
        complete(list, false, options.partial == Some(true))
    }

    /// Finds what is not `known` yet of these ids, in their order.
    pub(crate) async fn gather(
        &self,
        ids: Vec<UserId>,
        mut known: IdMap<LookupOutcome>,
        options: GetUsersOptions,
        deadline: Deadline,
        on_progress: &dyn Fn(Progress),
    ) -> (Outcomes, Timing) {
        let host = self.0.host();
        let before = known.len();
        let mut unknown = ids.clone();
        unknown.retain(|&id| !known.contains(id));
        let mut errand = UserLoad::new(&self.0, unknown, options, deadline);
        let mut found = Vec::new();
        loop {
            let left = Some(deadline.left_ms(host.now_ms()));
            let mut next = None;
            let work = async {
                next = errand.next().await;
                Ok(())
            };
            let outcome =
                timeout(host, left, &|| false, &|| self.0.executor.deadline_error(), pin!(work)).await;
            match outcome.map(|()| next) {
                Ok(Some(findings)) => found.extend(findings),
                Ok(None) => break,
                Err(late) => {
                    known.extend(std::mem::take(&mut found));
                    found = errand.abandon(&ids, &|id| known.contains(id), late);
                    break;
                }
            }
            let Progress { done, requests, .. } = errand.progress();
            on_progress(Progress { done: before + done, total: ids.len(), requests });
        }
        // Mostly they are in their order.
        let is_in_order = found.iter().map(|(id, _)| id).eq(&ids);
        if !is_in_order {
            known.extend(found);
            found = known.in_order_of(&ids);
        }
        (found, errand.spent())
    }

    /// The ids among the entries; refuses the rest unless it is to be reported.
    pub(crate) fn check_ids(
        &self,
        entries: &mut dyn Iterator<Item = IdInput>,
        on_invalid: Option<OnInvalid>,
    ) -> Result<IdList> {
        let max_ids = self.0.options.max_ids();
        let asked = IdList::parse(max_ids, entries).ok_or_else(|| Error::too_many_ids(max_ids))?;
        let on_invalid = on_invalid.or(self.0.options.invalid).unwrap_or_default();
        match Error::invalid_ids(&asked, &|text| self.0.executor.redactor().redact(text), H::format_number) {
            Some(refusal) if on_invalid == OnInvalid::Throw => Err(refusal),
            _ => Ok(asked),
        }
    }

    /// The id that this entry is.
    pub(crate) fn check_id(&self, entry: IdInput) -> Result<UserId> {
        Ok(self.check_ids(&mut [entry].into_iter(), Some(OnInvalid::Throw))?.ids[0])
    }
}

/// The list of what was found, in that order.
pub(crate) fn to_list<H: UserFactory>(findings: Outcomes) -> UserList<H::User> {
    let mut list = UserList::default();
    let mut failures: Vec<(Rc<Error>, Vec<UserId>)> = Vec::new();
    for (id, finding) in findings {
        match finding {
            LookupOutcome::User(found) => {
                list.issues.extend(found.issues().cloned());
                list.users.push(H::materialize(found));
            }
            LookupOutcome::Missing => list.missing.push(id),
            LookupOutcome::Failed(error) => {
                match failures.iter_mut().find(|(known, _)| Rc::ptr_eq(known, &error)) {
                    Some((_, ids)) => ids.push(id),
                    None => failures.push((error, vec![id])),
                }
            }
        }
    }
    for (error, ids) in failures {
        list.failed.push(FailedIds { error: error.as_ref().clone().with_ids(&ids), ids });
    }
    list
}

/// The list, if it is complete or need not be. `arrived`: whether something else has been handed over before.
pub(crate) fn complete<U>(
    list: UserList<U>,
    arrived: bool,
    partial: bool,
) -> Result<UserList<U>, GetUsersError<U>> {
    let Some(first) = list.failed.first() else { return Ok(list) };
    let mut ids = Vec::new();
    for failure in &list.failed {
        ids.extend_from_slice(&failure.ids);
    }
    if !arrived && list.users.is_empty() && list.missing.is_empty() {
        return Err(GetUsersError::Failed(first.error.clone().with_ids(&ids)));
    }
    if partial {
        return Ok(list);
    }
    let is_retryable = list.failed.iter().any(|failure| failure.error.retryable);
    let waits = list.failed.iter().filter_map(|failure| failure.error.retry_after_ms);
    let error = first.error.clone().into_partial_result(&ids, is_retryable, waits.reduce(f64::max));
    Err(GetUsersError::Incomplete(Box::new(Incomplete { error, list })))
}
