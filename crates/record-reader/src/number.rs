//! Reads JSON numbers.

use crate::cursor::Cursor;
use crate::scan_error::{ScanError, ScanResult};

/// 2^53 - 1, JavaScript's `Number.MAX_SAFE_INTEGER`: all integers from 0 to this one are exact in
/// an `f64`, and no other integer is rounded to one of them.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// A function that parses a JSON number. In a browser, it is the engine's parser, because the
/// parser in Rust's `core` is as large as this crate.
pub type ParseNumber = fn(&str) -> f64;

/// An integer of at most this many digits is exact in an `f64`.
const MAX_EXACT_DIGITS: usize = 15;

/// The powers of ten up to 10^15, which are all exact in an `f64`. The quotient of an exact integer
/// and an exact power is the `f64` nearest to the true quotient.
const POWERS_OF_TEN: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// Skips a number, and validates it.
pub(crate) fn skip_number(cursor: &mut Cursor<'_>, parse_number: ParseNumber) -> ScanResult<()> {
    read_number(cursor, parse_number).map(drop)
}

/// Reads a number. Fails if the number is too large for an `f64`.
pub(crate) fn read_number(cursor: &mut Cursor<'_>, parse_number: ParseNumber) -> ScanResult<f64> {
    let start = cursor.offset;
    if cursor.peek()? == b'-' {
        cursor.offset += 1;
    }
    let first_digit = cursor.peek()?;
    let integer_digits = skip_digits(cursor)?;
    if first_digit == b'0' && integer_digits > 1 {
        return Err(ScanError::Invalid);
    }
    let mut fraction_digits = 0;
    if cursor.peek()? == b'.' {
        cursor.offset += 1;
        fraction_digits = skip_digits(cursor)?;
    }
    let mut is_exact = integer_digits + fraction_digits <= MAX_EXACT_DIGITS;
    if matches!(cursor.peek()?, b'e' | b'E') {
        cursor.offset += 1;
        if matches!(cursor.peek()?, b'+' | b'-') {
            cursor.offset += 1;
        }
        skip_digits(cursor)?;
        is_exact = false;
    }
    let json = cursor.since(start);
    if is_exact {
        return Ok(digits_to_f64(json) / POWERS_OF_TEN.get(fraction_digits).unwrap_or(&f64::NAN));
    }
    let value = core::str::from_utf8(json).map_or(f64::NAN, parse_number);
    // If the number is too large for an `f64`, the value is infinite.
    if value.is_finite() { Ok(value) } else { Err(ScanError::Invalid) }
}

/// Skips one or more digits, and returns how many there are.
fn skip_digits(cursor: &mut Cursor<'_>) -> ScanResult<usize> {
    let count = cursor.remaining().iter().position(|byte| !byte.is_ascii_digit());
    let count = count.ok_or(ScanError::Incomplete)?;
    cursor.offset += count;
    if count == 0 { Err(ScanError::Invalid) } else { Ok(count) }
}

/// The value of a number without its decimal point. For `-1.25`, it is -125.
fn digits_to_f64(number: &[u8]) -> f64 {
    let (sign, digits) = match number {
        [b'-', digits @ ..] => (-1.0, digits),
        digits => (1.0, digits),
    };
    sign * digits
        .iter()
        .filter(|digit| digit.is_ascii_digit())
        .fold(0.0, |value, digit| value * 10.0 + f64::from(digit - b'0'))
}

/// Converts a number to an integer from 0 to [`MAX_SAFE_INTEGER`]; `None` if it is no such integer.
pub(crate) fn to_integer(value: f64) -> Option<u64> {
    #[expect(clippy::cast_precision_loss, reason = "2^53 - 1 is exact as f64")]
    let is_in_range = (0.0..=MAX_SAFE_INTEGER as f64).contains(&value);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
    let integer = value as u64;
    #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "exact up to 2^53")]
    let is_integer = is_in_range && integer as f64 == value;
    is_integer.then_some(integer)
}

/// Parses an integer from 0 to [`MAX_SAFE_INTEGER`] that is written without a sign and without a
/// leading zero. `None` if the string is no such integer.
#[must_use]
pub fn parse_digits(string: &[u8]) -> Option<u64> {
    let has_leading_zero = string.len() > 1 && string.first() == Some(&b'0');
    if string.is_empty() || string.len() > 16 || has_leading_zero {
        return None;
    }
    let mut number = 0;
    for &byte in string {
        let digit = if byte.is_ascii_digit() { byte - b'0' } else { return None };
        number = number * 10 + u64::from(digit);
    }
    (number <= MAX_SAFE_INTEGER).then_some(number)
}
