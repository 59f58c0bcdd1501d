use b24_record_reader::RawValue;

use super::envelope::RestResponse;
use crate::error::{Error, Result};
use crate::ids::UserId;

/// The key of the id in the rows of `user.get`.
pub const ROW_ID: &str = "ID";

/// Reads a list of user ids, as numbers or as strings of digits; they stand under `key` if the list is one of rows.
///
/// # Errors
/// `BAD_RESPONSE` if it is something else.
pub fn read_ids<W>(answer: &RestResponse<W>, key: Option<&str>) -> Result<Vec<UserId>> {
    let result = answer.result.raw();
    let mut ids = Vec::new();
    let mut is_whole = true;
    let mut take = |entry: RawValue<'_>| {
        let value = key.map_or(Some(entry), |key| entry.member(key));
        match value.and_then(|value| value.parse_integer(answer.parse)).and_then(UserId::new) {
            Some(id) => ids.push(id),
            None => is_whole = false,
        }
    };
    if result.is_array() {
        result.for_each_element(&mut take);
    } else if result.is_object() {
        // A list with gaps in PHP.
        result.for_each_member(&mut |_, entry| take(entry));
    } else {
        is_whole = false;
    }
    if is_whole {
        return Ok(ids);
    }
    Err(Error::bad_response(answer.status, "The portal's answer is not a list of user ids"))
}
