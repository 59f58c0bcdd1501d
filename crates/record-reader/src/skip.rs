//! Skips JSON values, and validates them.

use crate::cursor::Cursor;
use crate::number::{ParseNumber, skip_number};
use crate::scan_error::{ScanError, ScanResult};
use crate::string::skip_string;

/// Maximum depth of nested containers, including the object of the response.
const MAX_DEPTH: u32 = 127;

/// Skips a value, and validates it. `depth` is the number of containers around the value.
pub(crate) fn skip_value(
    cursor: &mut Cursor<'_>,
    depth: u32,
    parse_number: ParseNumber,
) -> ScanResult<()> {
    skip_nested(cursor, MAX_DEPTH.saturating_sub(depth), parse_number)
}

/// Skips a value that callers get as JSON, and validates it. Its depth and its numbers are not
/// limited.
pub(crate) fn skip_passthrough_value(cursor: &mut Cursor<'_>) -> ScanResult<()> {
    skip_nested(cursor, u32::MAX, |_| 0.0)
}

fn skip_nested(
    cursor: &mut Cursor<'_>,
    max_depth: u32,
    parse_number: ParseNumber,
) -> ScanResult<()> {
    // The closing brackets of the containers that are open, from the outermost to the innermost.
    let mut open: Vec<u8> = Vec::new();
    loop {
        match cursor.peek_token()? {
            b'"' => skip_string(cursor)?,
            b'n' => cursor.expect_literal(b"null")?,
            b't' => cursor.expect_literal(b"true")?,
            b'f' => cursor.expect_literal(b"false")?,
            bracket @ (b'{' | b'[') => {
                if open.len() >= max_depth as usize {
                    return Err(ScanError::Invalid);
                }
                let close = bracket + 2;
                if cursor.open_container(close)? {
                    open.push(close);
                    if close == b'}' {
                        skip_key(cursor)?;
                    }
                    continue;
                }
            }
            _ => skip_number(cursor, parse_number)?,
        }
        // After a value, close each container whose last item was this value.
        loop {
            let Some(&close) = open.last() else { return Ok(()) };
            if cursor.next_item(close)? {
                if close == b'}' {
                    skip_key(cursor)?;
                }
                break;
            }
            open.pop();
        }
    }
}

/// Skips a key and the colon after it.
fn skip_key(cursor: &mut Cursor<'_>) -> ScanResult<()> {
    if cursor.peek_token()? != b'"' {
        return Err(ScanError::Invalid);
    }
    skip_string(cursor)?;
    cursor.expect_byte(b':')
}
