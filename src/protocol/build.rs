use b24_record_reader::{EXTRAS_SEPARATOR, RecordChunk, RowReader, row_stride};
use serde_json::{Map, Value};

use crate::model::{Record, User};

/// The users of a window, as Rust has them. Browsers build theirs in JavaScript, by code from the same table.
///
/// # Panics
/// If the columns are not what the reader has made.
#[must_use]
pub fn build_users(chunk: &RecordChunk) -> Vec<User> {
    let rows = chunk.rows.chunks(row_stride(User::FIELDS)).enumerate();
    let at = |row: usize| row * row_stride(User::FIELDS);
    let mut users: Vec<_> =
        rows.map(|(row, _)| User::from_row(&mut RowReader::new(chunk, at(row)))).collect();
    let extras = chunk.extras.split(|&byte| byte == EXTRAS_SEPARATOR);
    for (&row, extra) in chunk.extra_rows.iter().zip(extras) {
        if let Some(user) = users.get_mut(row as usize) {
            let json = String::from_utf8_lossy(extra);
            user.extra =
                serde_json::from_str::<Map<String, Value>>(&json).expect("the reader keeps valid JSON");
        }
    }
    users
}
