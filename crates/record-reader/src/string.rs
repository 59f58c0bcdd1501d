//! Strings, found, checked and decoded.

use crate::cursor::{Cursor, Scan, Stop};

const REPLACEMENT: u16 = 0xFFFD;
const LOW_BITS: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
const LOW_BITS_OF_PAIRS: u64 = 0x0001_0001_0001_0001;

/// What each byte is worth as a digit, if it is one.
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

/// The high bits of the bytes of a word that are not ASCII or do not stand for themselves. The lowest is exact: borrows run upwards only.
#[inline]
pub(crate) const fn odd_bytes(word: u64) -> u64 {
    let quotes = word ^ (LOW_BITS * 0x22);
    let backslashes = word ^ (LOW_BITS * 0x5C);
    (word.wrapping_sub(LOW_BITS * 0x20)
        | quotes.wrapping_sub(LOW_BITS)
        | backslashes.wrapping_sub(LOW_BITS)
        | word)
        & HIGH_BITS
}

/// How many bytes from the start stand for themselves and are ASCII.
#[inline]
pub(crate) fn plain_ascii(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let odd = odd_bytes(u64::from_le_bytes(*word));
        if odd != 0 {
            return at + odd.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let is_plain = |&byte: &u8| odd_bytes(u64::from(byte) | 0x2020_2020_2020_2000) == 0;
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_plain(byte)).count()
}

/// Whether a text begins with another and a quote.
#[inline]
pub(crate) fn is_quoted(text: &[u8], expected: &[u8]) -> bool {
    text.get(expected.len()) == Some(&b'"') && begins(text, expected)
}

/// Whether a text begins with another: in words, since a call of `memcmp`, which compares bytes, takes several times as long.
#[inline]
pub(crate) fn begins(text: &[u8], expected: &[u8]) -> bool {
    let Some(text) = text.get(..expected.len()) else { return false };
    let (words, rest) = text.as_chunks::<8>();
    let (expected_words, expected_rest) = expected.as_chunks::<8>();
    let same = |(one, other): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*one) == u64::from_le_bytes(*other);
    if !words.iter().zip(expected_words).all(same) {
        return false;
    }
    // What is left at the end is compared with what stands before it, once more.
    match (text.last_chunk::<8>(), expected.last_chunk::<8>()) {
        (Some(one), Some(other)) => same((one, other)),
        _ => rest.iter().zip(expected_rest).all(|(one, other)| one == other),
    }
}

/// Passes a string.
pub(crate) fn skip_string(cursor: &mut Cursor<'_>) -> Scan<()> {
    cursor.at += 1;
    loop {
        cursor.at += plain_ascii(cursor.rest());
        match cursor.peek()? {
            b'"' => break,
            b'\\' => {
                escape(cursor)?;
            }
            0x80.. => cursor.at += 1,
            _ => return Err(Stop::Bad),
        }
    }
    cursor.at += 1;
    Ok(())
}

/// Passes a string and appends its characters in UTF-16.
pub(crate) fn utf16(cursor: &mut Cursor<'_>, units: &mut Vec<u16>) -> Scan<()> {
    cursor.at += 1;
    loop {
        match cursor.peek()? {
            b'"' => break,
            b'\\' => match escape(cursor)? {
                high @ 0xD800..=0xDBFF => {
                    let mut ahead = *cursor;
                    // A pair only if both halves are escaped; what follows may not have arrived yet.
                    match ahead.peek()? {
                        b'\\' => match escape(&mut ahead)? {
                            low @ 0xDC00..=0xDFFF => {
                                *cursor = ahead;
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
            0xC2..=0xDF => two_byte_letters(cursor, units)?,
            0x80.. => foreign(cursor, units)?,
            byte @ 0x20..=0x7F => {
                units.push(u16::from(byte));
                cursor.at += 1;
            }
            _ => return Err(Stop::Bad),
        }
    }
    cursor.at += 1;
    Ok(())
}

/// Passes letters that take two bytes each, as Greek, Cyrillic, Hebrew and Arabic ones do.
fn two_byte_letters(cursor: &mut Cursor<'_>, units: &mut Vec<u16>) -> Scan<()> {
    let start = cursor.at;
    for word in cursor.rest().as_chunks::<8>().0 {
        let Some(letters) = four_letters(u64::from_le_bytes(*word)) else { break };
        units.extend_from_slice(&letters);
        cursor.at += 8;
    }
    for pair in cursor.rest().as_chunks::<2>().0 {
        let &[lead @ 0xC2..=0xDF, next @ 0x80..=0xBF] = pair else { break };
        units.push(u16::from(lead & 0x1F) << 6 | u16::from(next & 0x3F));
        cursor.at += 2;
    }
    if cursor.at == start { foreign(cursor, units) } else { Ok(()) }
}

/// The letters that a word is, if it is four of two bytes each.
fn four_letters(word: u64) -> Option<[u16; 4]> {
    // Of the first bytes, what those of shorter letters in two bytes lack.
    let long = word & (LOW_BITS_OF_PAIRS * 0x1E);
    let has_short = long.wrapping_sub(LOW_BITS_OF_PAIRS) & !long & (LOW_BITS_OF_PAIRS << 15) != 0;
    if word & (LOW_BITS_OF_PAIRS * 0xC0E0) != LOW_BITS_OF_PAIRS * 0x80C0 || has_short {
        return None;
    }
    let letters = (word & (LOW_BITS_OF_PAIRS * 0x1F)) << 6 | word >> 8 & (LOW_BITS_OF_PAIRS * 0x3F);
    #[expect(clippy::cast_possible_truncation, reason = "sixteen bits at a time")]
    Some([letters as u16, (letters >> 16) as u16, (letters >> 32) as u16, (letters >> 48) as u16])
}

/// Passes a run of bytes beyond ASCII; U+FFFD stands for what is not UTF-8, as `TextDecoder` has it.
fn foreign(cursor: &mut Cursor<'_>, units: &mut Vec<u16>) -> Scan<()> {
    let length = cursor.rest().iter().position(u8::is_ascii).ok_or(Stop::More)?;
    let run = cursor.rest().get(..length).unwrap_or_default();
    for chunk in run.utf8_chunks() {
        units.extend(chunk.valid().encode_utf16());
        if !chunk.invalid().is_empty() {
            units.push(REPLACEMENT);
        }
    }
    cursor.at += length;
    Ok(())
}

/// Passes an escape; the UTF-16 unit it stands for, which may be half of a pair.
#[inline]
pub(crate) fn escape(cursor: &mut Cursor<'_>) -> Scan<u16> {
    let kind = *cursor.bytes.get(cursor.at + 1).ok_or(Stop::More)?;
    let unit = match kind {
        b'"' | b'\\' | b'/' => kind,
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let digits = cursor.bytes.get(cursor.at + 2..).and_then(|rest| rest.first_chunk::<4>());
            let [a, b, c, d] = digits.ok_or(Stop::More)?.map(|digit| HEX_VALUES[usize::from(digit)]);
            if a | b | c | d > 15 {
                return Err(Stop::Bad);
            }
            cursor.at += 6;
            return Ok(u16::from_be_bytes([a << 4 | b, c << 4 | d]));
        }
        _ => return Err(Stop::Bad),
    };
    cursor.at += 2;
    Ok(u16::from(unit))
}
