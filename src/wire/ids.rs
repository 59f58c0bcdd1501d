use serde_json::Value;

use super::envelope::Answer;
use super::fields::whole_number;
use crate::error::{Error, Result};
use crate::ids::UserId;

/// The key of the id in the rows of `user.get`.
pub const ROW_ID: &str = "ID";

/// Reads a list of user ids, as numbers or as strings of digits; they stand under `key` if the list is one of rows.
///
/// # Errors
/// `BAD_RESPONSE` if it is something else.
pub fn read_ids(answer: &Answer, key: Option<&str>) -> Result<Vec<UserId>> {
    let bad = || Error::bad_response(answer.status, "The portal's answer is not a list of user ids");
    let id = |entry: &Value| {
        let value = key.map_or(Some(entry), |key| entry.get(key));
        value.and_then(whole_number).and_then(UserId::new).ok_or_else(bad)
    };
    match answer.value()? {
        Value::Array(entries) => entries.iter().map(id).collect(),
        // A list with gaps in PHP.
        Value::Object(entries) => entries.values().map(id).collect(),
        _ => Err(bad()),
    }
}
