use serde::Serialize;

use crate::ids::UserId;

/// A field of a user whose value did not have the declared type. The user is returned as if the
/// portal had not sent this value: the field is usually `null`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct UserIssue {
    /// The id of the user.
    pub id: UserId,
    /// The path of the field in `User`, such as `phones.workPhone` or `departments[1]`.
    pub path: String,
    /// The expected type, such as `string` or `ISO 8601 date`.
    pub expected: String,
    /// The received value as JSON, truncated to 80 characters.
    pub received: String,
}
