use b24_record_reader::RawValue;

use super::rest_response::RestResponse;
use crate::error::{Error, Result};
use crate::ids::UserId;

/// The name of the id in the rows of `user.get`.
pub const ID_FIELD: &str = "ID";

/// Reads a list of user ids. An id is a number or a string of digits. If `key` is given, the list
/// has rows, and each row has its id in the field `key`.
///
/// # Errors
/// `BAD_RESPONSE` if the result is not such a list.
pub fn read_user_ids(response: &RestResponse, key: Option<&str>) -> Result<Vec<UserId>> {
    let result = response.result.as_raw_value();
    let mut ids = Vec::new();
    let mut is_valid = true;
    let mut read_entry = |entry: RawValue<'_>| {
        let value = key.map_or(Some(entry), |key| entry.member(key));
        match value.and_then(|value| value.parse_integer(response.parse)).and_then(UserId::new) {
            Some(id) => ids.push(id),
            None => is_valid = false,
        }
    };
    if result.is_array() {
        result.for_each_element(&mut read_entry);
    } else if result.is_object() {
        // PHP writes a list with gaps as an object.
        result.for_each_member(&mut |_, entry| read_entry(entry));
    } else {
        is_valid = false;
    }
    if is_valid {
        return Ok(ids);
    }
    Err(Error::bad_response(response.status, "The portal's response is not a list of user ids"))
}
