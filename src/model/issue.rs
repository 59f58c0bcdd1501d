use serde::Serialize;

use crate::ids::UserId;

/// A field that did not arrive as typed. The user arrives all the same, that field `null`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct UserIssue {
    /// The user.
    pub id: UserId,
    /// The field, as in `User`: `phones.workPhone`, `departments[1]`.
    pub path: String,
    /// What was due: `string`, `ISO 8601 date`, ...
    pub expected: String,
    /// What came instead: its JSON, shortened.
    pub received: String,
}
