//! The outcomes of ids as the list that callers get, or the error if it is incomplete.

use std::rc::Rc;

use crate::error::Error;
use crate::host::UserFactory;
use crate::ids::UserId;
use crate::loader::{LookupOutcome, Outcomes};
use crate::model::{FailedIds, User, UserList};
use crate::time::Millis;

/// Why a call did not return a complete list of users.
#[derive(Clone, Debug, PartialEq)]
pub enum GetUsersError<U = User> {
    /// No user was fetched.
    Failed(Error),
    /// Some users were fetched.
    Incomplete(Box<Incomplete<U>>),
}

impl<U> From<Error> for GetUsersError<U> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// A partial result, and the error that describes its failures.
#[derive(Clone, Debug, PartialEq)]
pub struct Incomplete<U = User> {
    /// `PARTIAL_RESULT`, with the kind and fields of the first failure.
    pub error: Error,
    /// The users that were fetched, and the failures.
    pub list: UserList<U>,
}

/// Builds the list of these outcomes, in their order. Ids that failed with the same error are
/// grouped.
pub(super) fn build_list<H: UserFactory>(outcomes: Outcomes) -> UserList<H::User> {
    let mut list = UserList::default();
    let mut failures: Vec<(Rc<Error>, Vec<UserId>)> = Vec::new();
    for (id, outcome) in outcomes {
        match outcome {
            LookupOutcome::User(user) => {
                list.issues.extend(user.issues().cloned());
                list.users.push(H::materialize(user));
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

/// Whether a call accepts a list in which some ids failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartialResults {
    /// The call returns the list.
    Accept,
    /// The call fails with [`GetUsersError::Incomplete`].
    Reject,
}

/// Returns a list without failures, or a partial one if that is accepted; else the error.
pub(super) fn require_complete<U>(
    list: UserList<U>,
    partial: PartialResults,
) -> Result<UserList<U>, GetUsersError<U>> {
    let Some(first) = list.failed.first() else { return Ok(list) };
    if list.users.is_empty() && list.missing.is_empty() {
        return Err(GetUsersError::Failed(first.error.clone().with_ids(&failed_ids(&list))));
    }
    match partial {
        PartialResults::Accept => Ok(list),
        PartialResults::Reject => require_no_failures(list),
    }
}

/// Returns a list without failures; else the error of a partial result, also if the list has no
/// users: the call has delivered some before.
pub(super) fn require_no_failures<U>(list: UserList<U>) -> Result<UserList<U>, GetUsersError<U>> {
    let Some(first) = list.failed.first() else { return Ok(list) };
    let retryable = list.failed.iter().any(|failed| failed.error.retryable);
    let waits = list.failed.iter().filter_map(|failed| failed.error.retry_after());
    let retry_after = waits.reduce(Millis::max);
    let error = first.error.clone().into_partial_result(&failed_ids(&list), retryable, retry_after);
    Err(GetUsersError::Incomplete(Box::new(Incomplete { error, list })))
}

fn failed_ids<U>(list: &UserList<U>) -> Vec<UserId> {
    let mut ids = Vec::new();
    for failed in &list.failed {
        ids.extend_from_slice(&failed.ids);
    }
    ids
}
