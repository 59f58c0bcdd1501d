use crate::cursor::{Cursor, DEEPEST, Scan, Stop};
use crate::number::{ParseNumber, skip_number};
use crate::string::skip_string;

/// Passes any value inside of `depth` containers, and checks it.
pub(crate) fn skip_value(cursor: &mut Cursor<'_>, depth: u32, parse: ParseNumber) -> Scan<()> {
    skip(cursor, DEEPEST.saturating_sub(depth), parse)
}

/// The same of a value that is handed on as it is: of any depth, and with numbers of any size.
pub(crate) fn skip_any(cursor: &mut Cursor<'_>) -> Scan<()> {
    skip(cursor, u32::MAX, |_| 0.0)
}

fn skip(cursor: &mut Cursor<'_>, deepest: u32, parse: ParseNumber) -> Scan<()> {
    // The closing brackets of the containers opened in here, the innermost last.
    let mut open: Vec<u8> = Vec::new();
    loop {
        match cursor.token()? {
            b'"' => skip_string(cursor)?,
            b'n' => cursor.literal(b"null")?,
            b't' => cursor.literal(b"true")?,
            b'f' => cursor.literal(b"false")?,
            bracket @ (b'{' | b'[') => {
                if open.len() >= deepest as usize {
                    return Err(Stop::Bad);
                }
                let close = bracket + 2;
                if cursor.open(close)? {
                    open.push(close);
                    if close == b'}' {
                        skip_key(cursor)?;
                    }
                    continue;
                }
            }
            _ => skip_number(cursor, parse)?,
        }
        // The value is over, and perhaps the containers it was the last of.
        loop {
            let Some(&close) = open.last() else { return Ok(()) };
            if cursor.another(close)? {
                if close == b'}' {
                    skip_key(cursor)?;
                }
                break;
            }
            open.pop();
        }
    }
}

/// Passes a key and its colon.
fn skip_key(cursor: &mut Cursor<'_>) -> Scan<()> {
    if cursor.token()? != b'"' {
        return Err(Stop::Bad);
    }
    skip_string(cursor)?;
    cursor.pass(b':')
}
