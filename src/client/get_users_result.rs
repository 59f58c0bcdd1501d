//! Builds the list of users from the outcomes of ids, or the error of a call that did not get all
//! users.

use std::rc::Rc;

use crate::error::Error;
use crate::host::UserFactory;
use crate::ids::UserId;
use crate::loader::{LookupOutcome, Outcomes};
use crate::model::{FailedIds, User, UserList};
use crate::time::Millis;

/// The error of a call that did not get all requested users.
#[derive(Clone, Debug, PartialEq)]
pub enum GetUsersError<U = User> {
    /// All ids failed, or the call failed as a whole.
    Failed(Error),
    /// Some ids failed. The value also has the users that the call got.
    Incomplete(Box<IncompleteList<U>>),
}

impl<U> From<Error> for GetUsersError<U> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// A list of users in which some ids failed, with the error of the call.
#[derive(Clone, Debug, PartialEq)]
pub struct IncompleteList<U = User> {
    /// `PARTIAL_RESULT`, with the kind and the fields of the first failure.
    pub error: Error,
    /// The users, the missing ids and the failures.
    pub list: UserList<U>,
}

/// Builds a list from outcomes, in their order. Ids that failed with the same error share one entry
/// of `failed`.
pub(super) fn build_list<H: UserFactory>(outcomes: Outcomes) -> UserList<H::User> {
    let mut list = UserList::default();
    let mut failures: Vec<(Rc<Error>, Vec<UserId>)> = Vec::new();
    for (id, outcome) in outcomes {
        match outcome {
            LookupOutcome::User(user) => {
                list.issues.extend(user.issues().cloned());
                list.users.push(H::copy_for_caller(user));
            }
            LookupOutcome::Missing => list.missing.push(id),
            LookupOutcome::Failed(error) => {
                match failures.iter_mut().find(|(other, _)| Rc::ptr_eq(other, &error)) {
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

/// What a call returns if some ids failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartialResults {
    /// The call returns the list.
    Accept,
    /// The call fails with [`GetUsersError::Incomplete`].
    Reject,
}

/// Returns the list if no id failed, or if some ids were found or are missing and the call accepts
/// partial results.
///
/// # Errors
/// [`GetUsersError::Failed`] if all ids failed, otherwise [`GetUsersError::Incomplete`].
pub(super) fn list_or_error<U>(
    list: UserList<U>,
    partial: PartialResults,
) -> Result<UserList<U>, GetUsersError<U>> {
    let Some(first) = list.failed.first() else { return Ok(list) };
    if list.users.is_empty() && list.missing.is_empty() {
        return Err(GetUsersError::Failed(first.error.clone().with_ids(&failed_ids(&list))));
    }
    match partial {
        PartialResults::Accept => Ok(list),
        PartialResults::Reject => list_or_incomplete(list),
    }
}

/// Returns the list if no id failed.
///
/// # Errors
/// [`GetUsersError::Incomplete`] if any id of the list failed, even if all did, because the call
/// may have delivered other users before.
pub(super) fn list_or_incomplete<U>(list: UserList<U>) -> Result<UserList<U>, GetUsersError<U>> {
    let Some(first) = list.failed.first() else { return Ok(list) };
    let retryable = list.failed.iter().any(|failed| failed.error.retryable);
    let waits = list.failed.iter().filter_map(|failed| failed.error.retry_after());
    let retry_after = waits.reduce(Millis::max);
    let error =
        first.error.clone().into_partial_result_error(&failed_ids(&list), retryable, retry_after);
    Err(GetUsersError::Incomplete(Box::new(IncompleteList { error, list })))
}

fn failed_ids<U>(list: &UserList<U>) -> Vec<UserId> {
    let mut ids = Vec::new();
    for failed in &list.failed {
        ids.extend_from_slice(&failed.ids);
    }
    ids
}
