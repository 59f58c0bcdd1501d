//! Validates the dates that portals send. Dates stay strings, because JavaScript's `Date` would
//! lose their UTC offset.

/// Whether two ASCII characters are digits that form a number from `min` to `max`.
#[inline]
fn is_in_range([tens, units]: [u8; 2], min: u8, max: u8) -> bool {
    let (tens, units) = (tens.wrapping_sub(b'0'), units.wrapping_sub(b'0'));
    tens <= 9 && units <= 9 && (min..=max).contains(&(tens * 10 + units))
}

/// Whether a string is a date with a time in ISO 8601, such as `2026-03-02T09:30:00+03:00`. The UTC
/// offset may be `Z`, and the seconds may have a fraction. The day may be 1 to 31 in every month.
pub(crate) fn is_date(string: &[u8]) -> bool {
    let Some((head, tail)) = string.split_first_chunk::<19>() else { return false };
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

/// Strips the leading digits; `None` if there are none.
fn strip_digits(string: &[u8]) -> Option<&[u8]> {
    let count = string.iter().take_while(|byte| byte.is_ascii_digit()).count();
    string.get(count..).filter(|_| count > 0)
}

fn is_utc_offset(string: Option<&[u8]>) -> bool {
    match string {
        Some(b"Z") => true,
        Some(&[b'+' | b'-', h1, h2, b':', m1, m2]) => {
            is_in_range([h1, h2], 0, 23) && is_in_range([m1, m2], 0, 59)
        }
        _ => false,
    }
}

/// Whether a string is a day and a month, as `DD-MM`.
pub(crate) fn is_birthday(string: &[u8]) -> bool {
    matches!(
        *string,
        [d1, d2, b'-', m1, m2] if is_in_range([d1, d2], 1, 31) && is_in_range([m1, m2], 1, 12)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_date_accepts_iso_8601_with_an_offset_only() {
        for date in
            ["2026-03-02T09:30:00+03:00", "2026-03-02T09:30:00Z", "2026-03-02T09:30:00.125-11:30"]
        {
            assert!(is_date(date.as_bytes()), "{date}");
        }
        for date in [
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
            assert!(!is_date(date.as_bytes()), "{date}");
        }
    }

    #[test]
    fn is_birthday_accepts_day_and_month_only() {
        assert!(is_birthday(b"29-02"));
        for date in ["", "0-02", "32-01", "01-13", "01-02-1990", "1-2"] {
            assert!(!is_birthday(date.as_bytes()), "{date}");
        }
    }
}
