//! The portal's dates, which stay text: their offset is the portal's, and a `Date` would lose it.

/// Whether two digits write a number in range.
#[inline]
fn pair([tens, units]: [u8; 2], least: u8, most: u8) -> bool {
    let (tens, units) = (tens.wrapping_sub(b'0'), units.wrapping_sub(b'0'));
    tens <= 9 && units <= 9 && (least..=most).contains(&(tens * 10 + units))
}

/// Whether the text is a moment in ISO 8601: `2026-03-02T09:30:00+03:00`, with a fraction or `Z` at most.
pub(crate) fn is_date(text: &[u8]) -> bool {
    let Some((head, rest)) = text.split_first_chunk::<19>() else { return false };
    let two = |at: usize| [head[at], head[at + 1]];
    let is_head =
        [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')].iter().all(|&(at, mark)| head[at] == mark)
            && pair(two(0), 0, 99)
            && pair(two(2), 0, 99)
            && pair(two(5), 1, 12)
            && pair(two(8), 1, 31)
            && pair(two(11), 0, 23)
            && pair(two(14), 0, 59)
            && pair(two(17), 0, 60);
    is_head && is_offset(rest.strip_prefix(b".").map_or(Some(rest), after_digits))
}

/// What follows digits, of which there is one at least.
fn after_digits(text: &[u8]) -> Option<&[u8]> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.get(count..).filter(|_| count > 0)
}

fn is_offset(text: Option<&[u8]>) -> bool {
    match text {
        Some(b"Z") => true,
        Some(&[b'+' | b'-', h1, h2, b':', m1, m2]) => pair([h1, h2], 0, 23) && pair([m1, m2], 0, 59),
        _ => false,
    }
}

/// Whether the text is a day of the year, `DD-MM`.
pub(crate) fn is_birthday(text: &[u8]) -> bool {
    matches!(*text, [d1, d2, b'-', m1, m2] if pair([d1, d2], 1, 31) && pair([m1, m2], 1, 12))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for text in ["2026-03-02T09:30:00+03:00", "2026-03-02T09:30:00Z", "2026-03-02T09:30:00.125-11:30"] {
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
    fn birthdays() {
        assert!(is_birthday(b"29-02"));
        for text in ["", "0-02", "32-01", "01-13", "01-02-1990", "1-2"] {
            assert!(!is_birthday(text.as_bytes()), "{text}");
        }
    }
}
