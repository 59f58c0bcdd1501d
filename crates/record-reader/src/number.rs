use crate::cursor::{Cursor, Scan, Stop};

/// The greatest whole number that is exact in an `f64` and in JavaScript: 2^53 - 1.
pub const MAX_WHOLE: u64 = (1 << 53) - 1;

/// Gives the `f64` for the text of a JSON number. The engine's own does for a browser; `core`'s weighs as much as this crate.
pub type ParseNumber = fn(&str) -> f64;

/// Up to so many digits are exact whatever they are.
const PLAIN_DIGITS: usize = 15;

/// Exact as well, so that a quotient of both is the number that is nearest to what stands there.
const POWERS_OF_TEN: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// Passes a number.
pub(crate) fn skip_number(cursor: &mut Cursor<'_>, parse: ParseNumber) -> Scan<()> {
    number(cursor, parse).map(drop)
}

/// Passes a number; its value.
pub(crate) fn number(cursor: &mut Cursor<'_>, parse: ParseNumber) -> Scan<f64> {
    let start = cursor.at;
    if cursor.peek()? == b'-' {
        cursor.at += 1;
    }
    let leading = cursor.peek()?;
    let whole = digits(cursor)?;
    if leading == b'0' && whole > 1 {
        return Err(Stop::Bad);
    }
    let mut fraction = 0;
    if cursor.peek()? == b'.' {
        cursor.at += 1;
        fraction = digits(cursor)?;
    }
    let mut is_plain = whole + fraction <= PLAIN_DIGITS;
    if matches!(cursor.peek()?, b'e' | b'E') {
        cursor.at += 1;
        if matches!(cursor.peek()?, b'+' | b'-') {
            cursor.at += 1;
        }
        digits(cursor)?;
        is_plain = false;
    }
    let text = cursor.bytes.get(start..cursor.at).unwrap_or_default();
    if is_plain {
        return Ok(plain(text) / POWERS_OF_TEN.get(fraction).unwrap_or(&f64::NAN));
    }
    let value = core::str::from_utf8(text).map_or(f64::NAN, parse);
    // Numbers that no `f64` holds.
    if value.is_finite() { Ok(value) } else { Err(Stop::Bad) }
}

/// Passes digits; how many, one at least.
fn digits(cursor: &mut Cursor<'_>) -> Scan<usize> {
    let count = cursor.rest().iter().position(|byte| !byte.is_ascii_digit()).ok_or(Stop::More)?;
    cursor.at += count;
    if count == 0 { Err(Stop::Bad) } else { Ok(count) }
}

/// A number of few digits, as if there were no point in it.
fn plain(text: &[u8]) -> f64 {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1.0, digits),
        digits => (1.0, digits),
    };
    sign * digits
        .iter()
        .filter(|digit| digit.is_ascii_digit())
        .fold(0.0, |value, digit| value * 10.0 + f64::from(digit - b'0'))
}

/// The whole number from 0 to 2^53 - 1 that this is, by its value.
pub(crate) fn whole(value: f64) -> Option<u64> {
    #[expect(clippy::cast_precision_loss, reason = "2^53 - 1 is exact as f64")]
    let in_range = (0.0..=MAX_WHOLE as f64).contains(&value);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
    let number = value as u64;
    #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "exact up to 2^53")]
    let is_whole = in_range && number as f64 == value;
    is_whole.then_some(number)
}

/// The whole number from 0 to 2^53 - 1 that these digits write, without a sign or a leading zero.
#[must_use]
pub fn from_digits(text: &[u8]) -> Option<u64> {
    if text.is_empty() || text.len() > 16 || (text.len() > 1 && text.first() == Some(&b'0')) {
        return None;
    }
    let mut number = 0;
    for &digit in text {
        number = number * 10 + u64::from(if digit.is_ascii_digit() { digit - b'0' } else { return None });
    }
    (number <= MAX_WHOLE).then_some(number)
}
