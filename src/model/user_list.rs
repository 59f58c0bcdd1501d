use serde::Serialize;

use super::timing::Timing;
use super::user::User;
use super::user_issue::UserIssue;
use crate::error::Error;
use crate::ids::{InvalidId, UserId};

/// The result of `getUsers`. Each requested id is in exactly one of `users`, `missing`, `failed`
/// and `invalid`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(concrete(U = User)))]
pub struct UserList<U = User> {
    /// The users, in the order of the requested ids, without duplicates.
    pub users: Vec<U>,
    /// The ids that do not exist or that the caller may not see, in the order of the requested ids.
    pub missing: Vec<UserId>,
    /// The fields of users whose values did not have the declared type.
    pub issues: Vec<UserIssue>,
    /// The entries of the ids that are not user ids; empty unless the call has `{ invalid: "report"
    /// }`.
    pub invalid: Vec<InvalidId>,
    /// The ids that could not be fetched, with their errors. If there are any, the call resolves
    /// only with `{ partial: true }`; otherwise, the `PartialResultError` has this `UserList`.
    pub failed: Vec<FailedIds>,
    /// The number of requests of the call, and the sums of the times in their responses.
    pub time: Timing,
}

impl<U> Default for UserList<U> {
    fn default() -> Self {
        Self {
            users: Vec::new(),
            missing: Vec::new(),
            issues: Vec::new(),
            invalid: Vec::new(),
            failed: Vec::new(),
            time: Timing::default(),
        }
    }
}

/// A chunk of users that `streamUsers` yields. It has at most 500 ids.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(concrete(U = User)))]
pub struct UserChunk<U = User> {
    /// The users of the chunk.
    pub users: Vec<U>,
    /// The ids that do not exist or that the caller may not see.
    pub missing: Vec<UserId>,
    /// The fields of users whose values did not have the declared type.
    pub issues: Vec<UserIssue>,
}

/// Ids that could not be fetched, with the reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FailedIds {
    /// The ids that failed with this error.
    pub ids: Vec<UserId>,
    /// The error with which the request for these ids failed.
    #[cfg_attr(feature = "types", ts(type = "B24Error"))]
    pub error: Error,
}
