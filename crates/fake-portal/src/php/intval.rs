//! `intval`: PHP's cast to an integer.

use super::Value;

/// Casts any value to an integer, as PHP does.
#[must_use]
pub fn intval(value: &Value) -> i64 {
    match value {
        Value::Null => 0,
        Value::Bool(value) => i64::from(*value),
        Value::Int(value) => *value,
        Value::Float(value) => wrap_to_i64(*value),
        Value::String(string) => parse_number_prefix(string),
        Value::Array(array) => i64::from(!array.is_empty()),
        Value::Object => 1,
    }
}

/// Truncates a float to an integer, and wraps the integer to 64 bits in two's complement.
#[expect(clippy::cast_possible_truncation)]
fn wrap_to_i64(value: f64) -> i64 {
    if value.is_finite() { value as i128 as i64 } else { 0 }
}

/// Parses the number at the start of a string, like PHP: `12abc` becomes 12, `4.9` becomes 4, and
/// `1e3` becomes 1000. A number beyond 64 bits becomes the nearest 64-bit integer, but a number too
/// large for a float, such as `1e999`, becomes 0, and so does a string that does not start with a
/// number.
#[expect(clippy::cast_possible_truncation)]
fn parse_number_prefix(string: &str) -> i64 {
    let string = string.trim_start_matches([' ', '\t', '\n', '\r', '\x0B', '\x0C']);
    let number = &string[..number_prefix_len(string.as_bytes())];
    number.parse().unwrap_or_else(|_| {
        number.parse().ok().filter(|value: &f64| value.is_finite()).unwrap_or(0.0) as i64
    })
}

/// The length in bytes of the number at the start of a string; 0 if there is none. A number has the
/// form `[+-]? ( digits ( "." digits? )? | "." digits ) ( [eE] [+-]? digits )?`.
fn number_prefix_len(string: &[u8]) -> usize {
    let sign = usize::from(matches!(string.first(), Some(b'+' | b'-')));
    let integer_digits = count_digits(&string[sign..]);
    let mut len = sign + integer_digits;
    if string.get(len) == Some(&b'.') {
        let fraction_digits = count_digits(&string[len + 1..]);
        if integer_digits + fraction_digits > 0 {
            len += 1 + fraction_digits;
        }
    }
    if len == sign {
        return 0;
    }
    if matches!(string.get(len), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(string.get(len + 1), Some(b'+' | b'-')));
        let exponent_digits = count_digits(&string[len + 1 + sign..]);
        if exponent_digits > 0 {
            len += 1 + sign + exponent_digits;
        }
    }
    len
}

fn count_digits(string: &[u8]) -> usize {
    string.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_cast_by_their_numeric_prefix() {
        let cases = [
            ("4abc", 4),
            ("4.9", 4),
            ("  7 ", 7),
            ("+8", 8),
            ("-8", -8),
            ("1e3", 1000),
            ("1e", 1),
            ("1e+", 1),
            (".5e1", 5),
            ("5.", 5),
            (".", 0),
            ("+", 0),
            ("", 0),
            ("abc", 0),
            ("0x1A", 0),
            ("99999999999999999999", i64::MAX),
            ("-99999999999999999999", i64::MIN),
            ("1e300", i64::MAX),
            ("1e1000", 0),
        ];
        for (string, number) in cases {
            assert_eq!(intval(&Value::from(string)), number, "{string:?}");
        }
    }

    #[test]
    fn floats_wrap_and_arrays_are_0_or_1() {
        assert_eq!(intval(&Value::Float(4.9)), 4);
        assert_eq!(intval(&Value::Float(1e20)), 7_766_279_631_452_241_920);
        assert_eq!(intval(&Value::Float(f64::INFINITY)), 0);
        assert_eq!(intval(&Value::Array([4_i64, 5].into_iter().collect())), 1);
        assert_eq!(intval(&Value::Array(super::super::Array::default())), 0);
        assert_eq!(intval(&Value::Bool(true)), 1);
        assert_eq!(intval(&Value::Null), 0);
    }
}
