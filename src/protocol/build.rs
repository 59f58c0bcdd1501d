use b24_record_reader::{BETWEEN_EXTRAS, Columns, Row, width};
use serde_json::{Map, Value};

use crate::model::{Record, User};

/// The users of a window, as Rust has them. Browsers build theirs in JavaScript, by code from the same table.
///
/// # Panics
/// If the columns are not what the reader has made.
#[must_use]
pub fn build_users(columns: &Columns) -> Vec<User> {
    let rows = columns.rows.chunks(width(User::FIELDS)).enumerate();
    let at = |row: usize| row * width(User::FIELDS);
    let mut users: Vec<_> = rows.map(|(row, _)| User::from_row(&mut Row::new(columns, at(row)))).collect();
    let extras = columns.extras.split(|&byte| byte == BETWEEN_EXTRAS);
    for (&row, extra) in columns.extra_rows.iter().zip(extras) {
        if let Some(user) = users.get_mut(row as usize) {
            let json = String::from_utf8_lossy(extra);
            user.extra =
                serde_json::from_str::<Map<String, Value>>(&json).expect("the reader keeps valid JSON");
        }
    }
    users
}
