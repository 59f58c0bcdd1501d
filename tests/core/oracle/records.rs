use serde_json::{Map, Value};

use super::fields::integer;
use b24_users::error::{Error, Result};
use b24_users::ids::UserId;

const ID: &str = "id";

/// One entry of a list of users.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A user, with the portal's field names.
    User(UserId, Map<String, Value>),
    /// The portal knows no user with that id.
    Missing,
}

/// Splits a list of users into records: `{"4": {...}, "999": null}`, `[{...}, null]`, or `[]` for
/// an empty one of either form.
///
/// # Errors
/// `BAD_RESPONSE` if it is neither, or an entry belongs to no user.
pub fn read_records(result: Value, status: u16) -> Result<Vec<Record>> {
    let bad =
        |what: &str| Error::bad_response(status, format!("The portal's list of users {what}"));
    match result {
        Value::Object(entries) => entries
            .into_iter()
            .map(|(key, entry)| {
                let key = UserId::from_digits(&key)
                    .ok_or_else(|| bad("has a key that is not a user id"))?;
                read_record(Some(key), entry)
                    .ok_or_else(|| bad(&format!("has an entry {key} that is not user {key}")))
            })
            .collect(),
        Value::Array(entries) => entries
            .into_iter()
            .map(|entry| {
                read_record(None, entry).ok_or_else(|| bad("has an entry without a user id"))
            })
            .collect(),
        _ => Err(bad("is not a list")),
    }
}

/// The record, or `None` if the entry is no record, has no id, or an id other than its key.
fn read_record(key: Option<UserId>, entry: Value) -> Option<Record> {
    let mut record = match entry {
        Value::Null => return Some(Record::Missing),
        // PHP's other empty values, never observed; the key identifies the user.
        Value::Bool(false) if key.is_some() => return Some(Record::Missing),
        Value::Array(none) if key.is_some() && none.is_empty() => return Some(Record::Missing),
        Value::Object(record) => record,
        _ => return None,
    };
    // An invalid id stays in the record and becomes an issue, if the key identifies the user.
    let id = match record.get(ID).and_then(integer).and_then(UserId::new) {
        Some(id) => {
            record.remove(ID);
            id
        }
        None => key?,
    };
    key.is_none_or(|key| key == id).then_some(Record::User(id, record))
}
