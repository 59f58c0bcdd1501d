use crate::cursor::{Cursor, Scan};
use crate::number::ParseNumber;
use crate::skip::skip_value;
use crate::string::utf16;

/// A value that is not as its field should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Which row of the window it is in.
    pub row: usize,
    /// Where its field stands in the row.
    pub(crate) at: usize,
    /// The field, in JavaScript's names: `phones.workPhone`, `departments[1]`.
    pub path: String,
    /// What is due.
    pub expected: &'static str,
    /// What came instead: the beginning of its JSON.
    pub received: String,
}

/// A `received` of at least this length may be truncated. Callers redact it before they shorten it
/// further.
pub const MAX_RECEIVED_BYTES: usize = 4096;

/// The longest JSON escape of one byte.
const ESCAPE_BYTES: usize = 6;

/// The JSON of the value at the cursor, which is passed: without white space, its strings written in the shortest way.
pub(crate) fn received(cursor: &mut Cursor<'_>, depth: u32, parse: ParseNumber) -> Scan<String> {
    let start = cursor.at;
    skip_value(cursor, depth, parse)?;
    Ok(compact(cursor.bytes.get(start..cursor.at).unwrap_or_default()))
}

/// The JSON of a value as [`received`] gives it.
pub(crate) fn compact(value: &[u8]) -> String {
    let mut shown = String::new();
    let mut cursor = Cursor::new(value);
    while shown.len() < MAX_RECEIVED_BYTES {
        let Ok(byte) = cursor.token() else { break };
        if byte == b'"' {
            let start = cursor.at;
            if crate::string::skip_string(&mut cursor).is_err() {
                break;
            }
            push_quoted(&mut shown, &beginning(value.get(start..cursor.at).unwrap_or_default()));
        } else {
            push(&mut shown, char::from(byte));
            cursor.at += 1;
        }
    }
    shown
}

/// The text of a string, or as much of it as may be shown.
fn beginning(string: &[u8]) -> String {
    let mut string = string.get(..ESCAPE_BYTES * MAX_RECEIVED_BYTES).unwrap_or(string).to_vec();
    string.push(b'"');
    let mut units = Vec::new();
    // An escape that is cut in the middle is left out.
    let _ = utf16(&mut Cursor::new(&string), &mut units);
    String::from_utf16_lossy(&units)
}

/// Appends a string as JSON has it.
fn push_quoted(json: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    push(json, '"');
    for char in text.chars() {
        let (escape, char) = match char {
            '"' | '\\' => ("\\", char),
            '\n' => ("\\", 'n'),
            '\r' => ("\\", 'r'),
            '\t' => ("\\", 't'),
            '\u{8}' => ("\\", 'b'),
            '\u{C}' => ("\\", 'f'),
            '\0'..='\u{F}' => ("\\u000", char::from(HEX[char as usize])),
            '\u{10}'..='\u{1F}' => ("\\u001", char::from(HEX[char as usize & 15])),
            _ => ("", char),
        };
        json.push_str(escape);
        push(json, char);
    }
    push(json, '"');
}

/// In one place: how letters become bytes is a lot to have in each.
#[inline(never)]
fn push(json: &mut String, char: char) {
    json.push(char);
}
