//! The oracle: reads users by `serde_json`, slowly and simply. The product has to give the same
//! users, issues and errors.

mod date;
mod departments;
mod fields;
mod records;
mod text;
mod user;

use b24_users::error::{Error, Result};
use b24_users::ids::UserId;
use b24_users::model::{User, UserIssue};
use serde_json::Value;

use records::{Record, read_records};
use text::decode;
use user::read_user;

/// The entries of a list: users with their issues, in the portal's order. The last of duplicate ids
/// counts.
pub fn read_list(body: &[u8], status: u16) -> Result<Vec<(User, Vec<UserIssue>)>> {
    let mut users: Vec<(User, Vec<UserIssue>)> = Vec::new();
    for record in read_records(envelope(body, status)?, status)? {
        let Record::User(id, record) = record else { continue };
        let found = read(id, record);
        match users.iter_mut().find(|(known, _)| known.id == id) {
            Some(known) => *known = found,
            None => users.push(found),
        }
    }
    Ok(users)
}

fn read(id: UserId, record: serde_json::Map<String, Value>) -> (User, Vec<UserIssue>) {
    let mut issues = Vec::new();
    let user = read_user(id, record, &mut issues);
    (user, issues)
}

/// The result in the envelope, or its error.
fn envelope(body: &[u8], status: u16) -> Result<Value> {
    let text = decode(body);
    let Ok(Value::Object(mut envelope)) = serde_json::from_str(&text) else {
        let description = match text.trim_start_matches([' ', '\t', '\n', '\r']).chars().next() {
            None => "an empty body",
            Some('<') => "HTML instead of JSON",
            Some('{') => "truncated or invalid JSON",
            Some(_) => "a body that is not a JSON object",
        };
        return Err(Error::bad_response(
            status,
            format!("The portal responded with HTTP {status} and {description}"),
        ));
    };
    if let Some(code) = envelope.get("error") {
        let as_text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let description = envelope.get("error_description").map(as_text).unwrap_or_default();
        return Err(Error::from_portal(&as_text(code), &description, status));
    }
    let no_result =
        || Error::bad_response(status, "The portal's response has neither a result nor an error");
    envelope.remove("result").ok_or_else(no_result)
}
