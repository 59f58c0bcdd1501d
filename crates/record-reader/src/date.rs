//! Validates the dates that portals send. They stay text, because a `Date` would lose the offset
//! from UTC.

/// Whether two ASCII digits form a number within `min..=max`.
#[inline]
fn is_in_range([tens, units]: [u8; 2], min: u8, max: u8) -> bool {
    let (tens, units) = (tens.wrapping_sub(b'0'), units.wrapping_sub(b'0'));
    tens <= 9 && units <= 9 && (min..=max).contains(&(tens * 10 + units))
}

/// Whether the text is a date and time in ISO 8601 with an offset or `Z`, and at most a fraction of
/// a second: `2026-03-02T09:30:00+03:00`.
pub(crate) fn is_date(text: &[u8]) -> bool {
    let Some((head, tail)) = text.split_first_chunk::<19>() else { return false };
    let digits = |at: usize| [head[at], head[at + 1]];
    let is_head_valid = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')]
        .iter()
        .all(|&(at, separator)| head[at] == separator)
        && is_in_range(digits(0), 0, 99)
        && is_in_range(digits(2), 0, 99)
        && is_in_range(digits(5), 1, 12)
        && is_in_range(digits(8), 1, 31)
        && is_in_range(digits(11), 0, 23)
        && is_in_range(digits(14), 0, 59)
        && is_in_range(digits(17), 0, 60);
    is_head_valid && is_utc_offset(tail.strip_prefix(b".").map_or(Some(tail), strip_digits))
}

/// Strips leading digits; `None` without any.
fn strip_digits(text: &[u8]) -> Option<&[u8]> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.get(count..).filter(|_| count > 0)
}

fn is_utc_offset(text: Option<&[u8]>) -> bool {
    match text {
        Some(b"Z") => true,
        Some(&[b'+' | b'-', h1, h2, b':', m1, m2]) => {
            is_in_range([h1, h2], 0, 23) && is_in_range([m1, m2], 0, 59)
        }
        _ => false,
    }
}

/// Whether the text is a day and a month, `DD-MM`.
pub(crate) fn is_birthday(text: &[u8]) -> bool {
    matches!(
        *text,
        [d1, d2, b'-', m1, m2] if is_in_range([d1, d2], 1, 31) && is_in_range([m1, m2], 1, 12)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_date_accepts_iso_8601_with_an_offset_only() {
        for text in
            ["2026-03-02T09:30:00+03:00", "2026-03-02T09:30:00Z", "2026-03-02T09:30:00.125-11:30"]
        {
            assert!(is_date(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "2026-03-02",
            "2026-03-02 09:30:00+03:00",
            "2026-13-02T09:30:00+03:00",
            "2026-03-02T24:30:00+03:00",
            "2026-03-02T09:30:00",
            "2026-03-02T09:30:00+0300",
            "2026-03-02T09:30:00.Z",
            "2026-03-02T09:30:00Z ",
            "+026-03-02T09:30:00Z",
        ] {
            assert!(!is_date(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn is_birthday_accepts_day_and_month_only() {
        assert!(is_birthday(b"29-02"));
        for text in ["", "0-02", "32-01", "01-13", "01-02-1990", "1-2"] {
            assert!(!is_birthday(text.as_bytes()), "{text}");
        }
    }
}
