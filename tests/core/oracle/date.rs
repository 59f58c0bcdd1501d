//! The portal's dates. They stay text: a `Date` would lose the portal's offset.

/// Whether the text is an ISO 8601 date and time: `2026-03-02T09:30:00+03:00`, optionally with a
/// fraction, or `Z` as the offset.
pub(super) fn is_date(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let Some((clock, offset)) = split_offset(time) else { return false };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let date_fits = matches!(numbers::<3>(date, '-', [4, 2, 2]), Some([_, 1..=12, 1..=31]));
    let clock_fits = matches!(numbers::<3>(clock, ':', [2, 2, 2]), Some([0..=23, 0..=59, 0..=60]));
    date_fits && clock_fits && offset && is_digits(fraction)
}

/// Whether the text is a day of the year, `DD-MM`.
pub(super) fn is_birthday(text: &str) -> bool {
    matches!(numbers::<2>(text, '-', [2, 2]), Some([1..=31, 1..=12]))
}

/// The time of day, and whether a valid offset follows it.
fn split_offset(time: &str) -> Option<(&str, bool)> {
    if let Some(clock) = time.strip_suffix('Z') {
        return Some((clock, true));
    }
    let (clock, offset) = time.split_once(['+', '-'])?;
    Some((clock, matches!(numbers::<2>(offset, ':', [2, 2]), Some([0..=23, 0..=59]))))
}

/// The numbers in `text`, which have these numbers of digits.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[u32; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits && is_digits(part))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
