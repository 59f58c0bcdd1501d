use serde::Serialize;

use super::user::User;

use super::issue::UserIssue;
use crate::error::Error;
use crate::ids::{InvalidId, UserId};

/// What `getUsers` resolves with. Every id asked for is in exactly one of `users`, `missing`, `failed` and `invalid`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(concrete(U = User)))]
pub struct UserList<U = User> {
    /// The users, in the order first asked for, each once.
    pub users: Vec<U>,
    /// The ids that the portal does not know or the caller may not see, in the order first asked for.
    pub missing: Vec<UserId>,
    /// The fields that were not as typed.
    pub issues: Vec<UserIssue>,
    /// The entries that are not user ids; empty unless `{ invalid: "report" }`.
    pub invalid: Vec<InvalidId>,
    /// The ids that could not be fetched, and why; empty unless `{ partial: true }`.
    pub failed: Vec<FailedIds>,
    /// What it took.
    pub time: Timing,
}

/// Some of the users that `streamUsers` was asked for, as many as have arrived at once, but no more than 500 ids.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(concrete(U = User)))]
pub struct UserChunk<U = User> {
    /// The users.
    pub users: Vec<U>,
    /// The ids that the portal does not know or the caller may not see.
    pub missing: Vec<UserId>,
    /// The fields that were not as typed.
    pub issues: Vec<UserIssue>,
}

/// Ids that could not be fetched, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FailedIds {
    /// The ids of one request.
    pub ids: Vec<UserId>,
    /// What went wrong with it.
    #[cfg_attr(feature = "types", ts(type = "B24Error"))]
    pub error: Error,
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

impl Timing {
    /// Counts one answer's time in.
    pub(crate) fn add(&mut self, duration: f64, operating: Option<f64>) {
        self.duration += duration;
        if let Some(operating) = operating {
            *self.operating.get_or_insert_default() += operating;
        }
    }

    /// Counts all that another has counted in.
    pub(crate) fn join(&mut self, other: Self) {
        self.requests += other.requests;
        self.add(other.duration, other.operating);
    }
}

/// What a call took, summed over the portal's answers (`time`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Timing {
    /// How many requests were sent.
    pub requests: u32,
    /// Seconds that the portal worked, as it says; up to one second more per request than true from portals of today.
    pub duration: f64,
    /// Seconds that the answers tell of as counted against the operating time limit, as far as the portal tells; `null` if it does not.
    /// Each tells of all that the method has worked in ten minutes: of several, the earlier ones are in the later ones' as well.
    pub operating: Option<f64>,
}
