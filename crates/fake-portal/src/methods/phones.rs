//! Formats the phone numbers in user objects.

use crate::{
    directory::Phones,
    php::{Array, Value},
};

/// Minimum number of digits. Portals with telephony drop shorter numbers.
const MIN_DIGITS: usize = 10;

/// The user's phone numbers by kind, without empty ones; `false` if there are none. A portal with
/// telephony normalizes the numbers. Every portal reduces extensions to digits, `#` and `*`.
pub(super) fn format_phones(phones: &Phones, telephony: bool) -> Value {
    let normalize_number =
        |number: &str| if telephony { normalize_digits(number) } else { number.to_owned() };
    let mut numbers = Array::default();
    for (kind, number) in [
        ("personal_mobile", normalize_number(&phones.personal_mobile)),
        ("work_phone", normalize_number(&phones.work_phone)),
        ("inner_phone", normalize_extension(&phones.inner_phone)),
        ("personal_phone", normalize_number(&phones.personal_phone)),
    ] {
        if !number.is_empty() {
            numbers.insert(kind, number);
        }
    }
    if numbers.is_empty() { false.into() } else { numbers.into() }
}

/// Reduces a number to its digits; empty if there are fewer than ten. In a number of 11 digits,
/// replaces a leading 8, the Russian trunk prefix, by the country code 7.
fn normalize_digits(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('8') {
        _ if digits.len() < MIN_DIGITS => String::new(),
        Some(rest) if rest.len() == MIN_DIGITS => format!("7{rest}"),
        _ => digits,
    }
}

fn normalize_extension(number: &str) -> String {
    number.chars().filter(|ch| ch.is_ascii_digit() || matches!(ch, '#' | '*')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // spec: user.phones-telephony
    #[test]
    fn telephony_rewrites_numbers() {
        for (input, expected) in [
            ("+1 (212) 345-67-89", "12123456789"),
            ("8 495 123-45-67", "74951234567"),
            ("88 00 123-45-678", "880012345678"),
            ("8123456789", "8123456789"),
            ("123-45-67", ""),
            ("", ""),
        ] {
            assert_eq!(normalize_digits(input), expected, "{input}");
        }
        assert_eq!(normalize_extension("доб. 12#*3"), "12#*3");
    }
}
