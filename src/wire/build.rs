use b24_columns::{Columns, Row, width};
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
    let json = ["[", &String::from_utf8_lossy(&columns.extras), "]"].concat();
    let extras: Vec<Map<String, Value>> = serde_json::from_str(&json).expect("the reader keeps valid JSON");
    for (&row, extra) in columns.extra_rows.iter().zip(extras) {
        if let Some(user) = users.get_mut(row as usize) {
            user.extra = extra;
        }
    }
    users
}
