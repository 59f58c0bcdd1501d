use serde::Serialize;

use crate::ids::UserId;

/// A field of a user that did not have its declared type. The user is returned with `null` in this
/// field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct UserIssue {
    /// The id of the user.
    pub id: UserId,
    /// Path of the field in `User`: `phones.workPhone`, `departments[1]`.
    pub path: String,
    /// The expected type: `string`, `ISO 8601 date`, ...
    pub expected: String,
    /// The value received, as JSON, truncated.
    pub received: String,
}
