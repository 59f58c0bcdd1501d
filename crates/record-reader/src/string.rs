//! Skips JSON strings, validates them, and decodes them.

use crate::cursor::Cursor;
use crate::scan_error::{ScanError, ScanResult};
use crate::swar::{decode_two_byte_chars, plain_ascii_len};

const REPLACEMENT: u16 = 0xFFFD;

/// The value of each byte as a hexadecimal digit; 255 for a byte that is not a hexadecimal digit.
const HEX_VALUES: [u8; 256] = {
    let mut values = [255; 256];
    let mut value: u8 = 0;
    while value < 16 {
        values[b"0123456789abcdef"[value as usize] as usize] = value;
        values[b"0123456789ABCDEF"[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// Skips a string, and validates it.
pub(crate) fn skip_string(cursor: &mut Cursor<'_>) -> ScanResult<()> {
    cursor.offset += 1;
    loop {
        cursor.offset += plain_ascii_len(cursor.remaining());
        match cursor.peek()? {
            b'"' => break,
            b'\\' => {
                read_escape(cursor)?;
            }
            0x80.. => cursor.offset += 1,
            _ => return Err(ScanError::Invalid),
        }
    }
    cursor.offset += 1;
    Ok(())
}

/// Reads a string, and appends its UTF-16 code units to `units`. Lone surrogates and invalid UTF-8
/// become U+FFFD.
pub(crate) fn decode_utf16(cursor: &mut Cursor<'_>, units: &mut Vec<u16>) -> ScanResult<()> {
    cursor.offset += 1;
    loop {
        match cursor.peek()? {
            b'"' => break,
            b'\\' => match read_escape(cursor)? {
                high @ 0xD800..=0xDBFF => {
                    let mut lookahead = *cursor;
                    // Both halves of a surrogate pair are escapes. The second escape may not have
                    // arrived yet.
                    match lookahead.peek()? {
                        b'\\' => match read_escape(&mut lookahead)? {
                            low @ 0xDC00..=0xDFFF => {
                                *cursor = lookahead;
                                units.extend_from_slice(&[high, low]);
                            }
                            _ => units.push(REPLACEMENT),
                        },
                        _ => units.push(REPLACEMENT),
                    }
                }
                0xDC00..=0xDFFF => units.push(REPLACEMENT),
                unit => units.push(unit),
            },
            0xC2..=0xDF => read_two_byte_chars(cursor, units)?,
            0x80.. => read_non_ascii(cursor, units)?,
            byte @ 0x20..=0x7F => {
                units.push(u16::from(byte));
                cursor.offset += 1;
            }
            _ => return Err(ScanError::Invalid),
        }
    }
    cursor.offset += 1;
    Ok(())
}

/// Reads a run of characters that have two bytes each, such as Greek, Cyrillic, Hebrew and Arabic.
fn read_two_byte_chars(cursor: &mut Cursor<'_>, units: &mut Vec<u16>) -> ScanResult<()> {
    let start = cursor.offset;
    for word in cursor.remaining().as_chunks::<8>().0 {
        let Some(chars) = decode_two_byte_chars(u64::from_le_bytes(*word)) else { break };
        units.extend_from_slice(&chars);
        cursor.offset += 8;
    }
    for pair in cursor.remaining().as_chunks::<2>().0 {
        let &[lead @ 0xC2..=0xDF, next @ 0x80..=0xBF] = pair else { break };
        units.push(u16::from(lead & 0x1F) << 6 | u16::from(next & 0x3F));
        cursor.offset += 2;
    }
    if cursor.offset == start { read_non_ascii(cursor, units) } else { Ok(()) }
}

/// Reads a run of non-ASCII bytes. Invalid UTF-8 becomes U+FFFD, as with `TextDecoder`.
fn read_non_ascii(cursor: &mut Cursor<'_>, units: &mut Vec<u16>) -> ScanResult<()> {
    let remaining = cursor.remaining();
    let len = remaining.iter().position(u8::is_ascii).ok_or(ScanError::Incomplete)?;
    let run = remaining.get(..len).unwrap_or_default();
    for chunk in run.utf8_chunks() {
        units.extend(chunk.valid().encode_utf16());
        if !chunk.invalid().is_empty() {
            units.push(REPLACEMENT);
        }
    }
    cursor.offset += len;
    Ok(())
}

/// Reads an escape as its UTF-16 code unit, which may be one half of a surrogate pair.
#[inline]
pub(crate) fn read_escape(cursor: &mut Cursor<'_>) -> ScanResult<u16> {
    let escaped = *cursor.bytes.get(cursor.offset + 1).ok_or(ScanError::Incomplete)?;
    let unit = match escaped {
        b'"' | b'\\' | b'/' => escaped,
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let digits =
                cursor.bytes.get(cursor.offset + 2..).and_then(|rest| rest.first_chunk::<4>());
            let digits = digits.ok_or(ScanError::Incomplete)?;
            let [a, b, c, d] = digits.map(|digit| HEX_VALUES[usize::from(digit)]);
            if a | b | c | d > 15 {
                return Err(ScanError::Invalid);
            }
            cursor.offset += 6;
            return Ok(u16::from_be_bytes([a << 4 | b, c << 4 | d]));
        }
        _ => return Err(ScanError::Invalid),
    };
    cursor.offset += 2;
    Ok(u16::from(unit))
}
