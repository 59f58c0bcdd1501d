//! Telephone numbers as the portal tells them.

use crate::{
    directory::Phones,
    php::{Array, Value},
};

/// With telephony, shorter numbers vanish.
const SHORTEST: usize = 10;

/// Only numbers that there are; without any, `false`.
pub(super) fn phones(phones: &Phones, telephony: bool) -> Value {
    let outer = |number: &str| if telephony { normalized(number) } else { number.to_owned() };
    let mut numbers = Array::default();
    for (kind, number) in [
        ("personal_mobile", outer(&phones.personal_mobile)),
        ("work_phone", outer(&phones.work_phone)),
        ("inner_phone", inner(&phones.inner_phone)),
        ("personal_phone", outer(&phones.personal_phone)),
    ] {
        if !number.is_empty() {
            numbers.insert(kind, number);
        }
    }
    if numbers.is_empty() { false.into() } else { numbers.into() }
}

/// Digits only, and the 8 that Russians dial becomes their country's 7.
fn normalized(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('8') {
        _ if digits.len() < SHORTEST => String::new(),
        Some(rest) if rest.len() == SHORTEST => format!("7{rest}"),
        _ => digits,
    }
}

fn inner(number: &str) -> String {
    number.chars().filter(|letter| letter.is_ascii_digit() || matches!(letter, '#' | '*')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // spec: user.phones-telephony
    #[test]
    fn telephony_rewrites_numbers() {
        for (typed, kept) in [
            ("+1 (212) 345-67-89", "12123456789"),
            ("8 495 123-45-67", "74951234567"),
            ("88 00 123-45-678", "880012345678"),
            ("8123456789", "8123456789"),
            ("123-45-67", ""),
            ("", ""),
        ] {
            assert_eq!(normalized(typed), kept, "{typed}");
        }
        assert_eq!(inner("доб. 12#*3"), "12#*3");
    }
}
