use crate::MAX_RECEIVED_BYTES;
use crate::cursor::Cursor;
use crate::string::{decode_utf16, skip_string};

/// Maximum length of the JSON escape of one byte, in bytes.
const MAX_ESCAPE_BYTES: usize = 6;

/// The JSON of a value, without needless escapes and without white space between tokens. JSON of at
/// most [`MAX_RECEIVED_BYTES`] is complete; longer JSON may be truncated.
pub(crate) fn json_excerpt(value: &[u8]) -> String {
    let mut excerpt = String::new();
    let mut cursor = Cursor::new(value);
    while excerpt.len() < MAX_RECEIVED_BYTES {
        let Ok(byte) = cursor.peek_token() else { break };
        if byte == b'"' {
            let start = cursor.offset;
            if skip_string(&mut cursor).is_err() {
                break;
            }
            push_quoted(&mut excerpt, &decode_prefix(cursor.since(start)));
        } else {
            push_char(&mut excerpt, char::from(byte));
            cursor.offset += 1;
        }
    }
    excerpt
}

/// Decodes a JSON string. Of a long string, decodes only the start, which is enough for an excerpt
/// of [`MAX_RECEIVED_BYTES`].
fn decode_prefix(string: &[u8]) -> String {
    let prefix = string.get(..MAX_ESCAPE_BYTES * MAX_RECEIVED_BYTES).unwrap_or(string);
    let mut prefix = prefix.to_vec();
    prefix.push(b'"');
    let mut units = Vec::new();
    // Fails if the prefix ends within an escape. The incomplete escape is dropped.
    let _ = decode_utf16(&mut Cursor::new(&prefix), &mut units);
    String::from_utf16_lossy(&units)
}

/// Appends a string as JSON.
fn push_quoted(json: &mut String, string: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    push_char(json, '"');
    for char in string.chars() {
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
        push_char(json, char);
    }
    push_char(json, '"');
}

/// Appends a character as UTF-8. Not inlined, because the UTF-8 encoder is large and one copy of
/// its code is enough.
#[inline(never)]
fn push_char(json: &mut String, char: char) {
    json.push(char);
}
