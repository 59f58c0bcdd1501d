//! Builds users in Rust from a chunk of records, for tests and native hosts.

use b24_record_reader::{EXTRAS_RECORD_SEPARATOR, RecordChunk, RowReader, row_stride};
use serde_json::{Map, Value};

use crate::model::{Record, User};

/// Builds the users of a chunk in Rust, for tests and native hosts. A browser builds users in
/// JavaScript instead, with code that is generated from the same table of fields.
///
/// # Panics
/// If the chunk was not built by a `RecordReader`.
#[must_use]
pub fn users_from_record_chunk(chunk: &RecordChunk) -> Vec<User> {
    let mut users = Vec::new();
    for (index, _) in chunk.rows.chunks(row_stride(User::FIELDS)).enumerate() {
        users.push(User::from_row(&mut RowReader::new(chunk, index * row_stride(User::FIELDS))));
    }
    let extras = chunk.extras.split(|&byte| byte == EXTRAS_RECORD_SEPARATOR);
    for (&row, extra) in chunk.extra_rows.iter().zip(extras) {
        if let Some(user) = users.get_mut(row as usize) {
            let json = String::from_utf8_lossy(extra);
            user.extra = serde_json::from_str::<Map<String, Value>>(&json)
                .expect("the reader accepts valid JSON only");
        }
    }
    users
}
