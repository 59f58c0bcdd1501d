//! The portal's dates, which stay text: their offset is the portal's, and a `Date` would lose it.

/// Takes the numbers of a date one by one.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    /// A number of two digits, in range.
    #[inline]
    fn pair(&mut self, least: u8, most: u8) -> bool {
        let [tens @ b'0'..=b'9', units @ b'0'..=b'9', rest @ ..] = self.0 else { return false };
        let number = (tens - b'0') * 10 + (units - b'0');
        self.0 = rest;
        (least..=most).contains(&number)
    }

    #[inline]
    fn byte(&mut self, expected: u8) -> bool {
        match self.0 {
            [byte, rest @ ..] if *byte == expected => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// A fraction, if there is one.
    fn fraction(&mut self) -> bool {
        if !self.byte(b'.') {
            return true;
        }
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.0 = self.0.get(count..).unwrap_or_default();
        count > 0
    }

    fn offset(&mut self) -> bool {
        self.byte(b'Z')
            || ((self.byte(b'+') || self.byte(b'-'))
                && self.pair(0, 23)
                && self.byte(b':')
                && self.pair(0, 59))
    }
}

/// Whether the text is a moment in ISO 8601: `2026-03-02T09:30:00+03:00`, with a fraction or `Z` at most.
pub(crate) fn is_date(text: &[u8]) -> bool {
    let mut text = Digits(text);
    let date = text.pair(0, 99)
        && text.pair(0, 99)
        && text.byte(b'-')
        && text.pair(1, 12)
        && text.byte(b'-')
        && text.pair(1, 31);
    let clock = date
        && text.byte(b'T')
        && text.pair(0, 23)
        && text.byte(b':')
        && text.pair(0, 59)
        && text.byte(b':')
        && text.pair(0, 60);
    clock && text.fraction() && text.offset() && text.0.is_empty()
}

/// Whether the text is a day of the year, `DD-MM`.
pub(crate) fn is_birthday(text: &[u8]) -> bool {
    let mut text = Digits(text);
    text.pair(1, 31) && text.byte(b'-') && text.pair(1, 12) && text.0.is_empty()
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
