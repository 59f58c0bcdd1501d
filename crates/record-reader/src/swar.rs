//! Scans eight bytes at a time (SWAR: SIMD within a register). In WebAssembly, `memchr` and
//! `memcmp` compare single bytes, which takes several times as long.

const LOW_BITS: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
const LOW_BITS_OF_PAIRS: u64 = 0x0001_0001_0001_0001;
/// Space characters for the upper seven bytes of a word, so that only its lowest byte can be
/// [special](special_bytes).
const SPACES_ABOVE_BYTE: u64 = 0x2020_2020_2020_2000;

/// Marks each special byte of a word by its high bit. A byte is special if it is a quote, a
/// backslash, a control character (below 0x20), or not ASCII. Only the lowest mark is reliable,
/// because the subtractions borrow from higher bytes.
#[inline]
pub(crate) const fn special_bytes(word: u64) -> u64 {
    let quotes = word ^ (LOW_BITS * 0x22);
    let backslashes = word ^ (LOW_BITS * 0x5C);
    (word.wrapping_sub(LOW_BITS * 0x20)
        | quotes.wrapping_sub(LOW_BITS)
        | backslashes.wrapping_sub(LOW_BITS)
        | word)
        & HIGH_BITS
}

/// Whether a byte is special, as defined by [`special_bytes`].
#[inline]
pub(crate) const fn is_special(byte: u8) -> bool {
    special_bytes(byte as u64 | SPACES_ABOVE_BYTE) != 0
}

/// The number of bytes before the first [special](special_bytes) byte; all bytes if none is
/// special.
#[inline]
pub(crate) fn plain_ascii_len(bytes: &[u8]) -> usize {
    let mut offset = 0;
    while let Some(word) = bytes.get(offset..).and_then(|rest| rest.first_chunk::<8>()) {
        let special = special_bytes(u64::from_le_bytes(*word));
        if special != 0 {
            return offset + special.trailing_zeros() as usize / 8;
        }
        offset += 8;
    }
    let tail = bytes.get(offset..).unwrap_or_default();
    offset + tail.iter().take_while(|byte| !is_special(**byte)).count()
}

/// Whether `bytes` start with `expected` and a quote.
#[inline]
pub(crate) fn starts_with_quoted(bytes: &[u8], expected: &[u8]) -> bool {
    bytes.get(expected.len()) == Some(&b'"') && starts_with(bytes, expected)
}

/// Whether `bytes` start with `expected`.
#[inline]
pub(crate) fn starts_with(bytes: &[u8], expected: &[u8]) -> bool {
    let Some(bytes) = bytes.get(..expected.len()) else { return false };
    let (words, tail) = bytes.as_chunks::<8>();
    let (expected_words, expected_tail) = expected.as_chunks::<8>();
    let is_equal = |(a, b): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*a) == u64::from_le_bytes(*b);
    if !words.iter().zip(expected_words).all(is_equal) {
        return false;
    }
    // The last word overlaps the word before it, so that the tail needs no loop over single bytes.
    match (bytes.last_chunk::<8>(), expected.last_chunk::<8>()) {
        (Some(last), Some(expected_last)) => is_equal((last, expected_last)),
        _ => tail.iter().zip(expected_tail).all(|(a, b)| a == b),
    }
}

/// Decodes a word that consists of four UTF-8 characters of two bytes each; `None` for any other
/// word.
pub(crate) fn decode_two_byte_chars(word: u64) -> Option<[u16; 4]> {
    // The upper payload bits of each lead byte. If they are all zero, the encoding is overlong and
    // invalid.
    let lead = word & (LOW_BITS_OF_PAIRS * 0x1E);
    let has_overlong =
        lead.wrapping_sub(LOW_BITS_OF_PAIRS) & !lead & (LOW_BITS_OF_PAIRS << 15) != 0;
    if word & (LOW_BITS_OF_PAIRS * 0xC0E0) != LOW_BITS_OF_PAIRS * 0x80C0 || has_overlong {
        return None;
    }
    let units = (word & (LOW_BITS_OF_PAIRS * 0x1F)) << 6 | word >> 8 & (LOW_BITS_OF_PAIRS * 0x3F);
    #[expect(clippy::cast_possible_truncation, reason = "sixteen bits at a time")]
    Some([units as u16, (units >> 16) as u16, (units >> 32) as u16, (units >> 48) as u16])
}
