use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Below so many bytes a secret is a word of a test rather than one of a portal, whose have 16 characters at least.
const SHORT: usize = 8;

/// How a secret may be encoded in a text: by our forms and by `URLSearchParams`, by `encodeURIComponent`, and thoroughly.
const ENCODINGS: [&AsciiSet; 3] =
    [FORM, &FORM.remove(b'!').remove(b'\'').remove(b'(').remove(b')'), NON_ALPHANUMERIC];
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'*');

/// A text that must not be seen: it has no `Display`, and its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes the text into custody.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that has to send it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// `text` with every occurrence of this secret replaced by `***`: plain, percent-encoded, once or twice, or in base64, alone or
    /// within something longer.
    ///
    /// A short one, such as tests use, only where it stands alone, and not in base64: else a token `t` would blot out half of each text.
    #[must_use]
    pub fn scrub(&self, text: &str) -> String {
        // No encoding is shorter than the secret.
        if text.len() < self.0.len() {
            return text.into();
        }
        let mut scrubbed = blot_out(text, &self.0);
        for set in ENCODINGS {
            let once = utf8_percent_encode(&self.0, set).to_string();
            scrubbed = blot_out(&blot_out(&scrubbed, &once), &once.replace('%', "%25"));
        }
        if self.0.len() >= SHORT {
            for before in 0..3 {
                let encoded = base64(&self.0, before);
                scrubbed = blot_out(&scrubbed, &encoded);
                scrubbed = blot_out(&scrubbed, &encoded.replace('+', "-").replace('/', "_"));
            }
        }
        scrubbed
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// What all base64 has in common that has `text` after so many other bytes, or three more, or six: the digits that are of `text` alone.
fn base64(text: &str, before: usize) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    let (mut bits, mut count) = (0_usize, 0);
    // How many bits of the first byte are in a digit with bits of the one before.
    let mut shared = (6 - 8 * before % 6) % 6;
    for byte in text.bytes() {
        bits = (bits << 8) | usize::from(byte);
        count += 8 - std::mem::take(&mut shared);
        while count >= 6 {
            count -= 6;
            encoded.push(char::from(DIGITS[(bits >> count) & 63]));
        }
        bits &= 63;
    }
    encoded
}

/// Whether words are made of it; the table of Unicode's letters would be a part of the module.
const fn is_in_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || !char.is_ascii()
}

/// Where the secret begins, in a text that is short: `str::find` would be quicker in a long one, and a part of the module.
fn find(text: &str, secret: &str) -> Option<usize> {
    let mut places = text.as_bytes().windows(secret.len().max(1));
    places.position(|place| place == secret.as_bytes())
}

fn blot_out(text: &str, secret: &str) -> String {
    let mut scrubbed = String::new();
    let mut rest = text;
    while let Some(start) = find(rest, secret) {
        let (before, after) = (&rest[..start], &rest[start + secret.len()..]);
        let in_word = before.ends_with(is_in_word) || after.starts_with(is_in_word);
        scrubbed += before;
        scrubbed += if in_word && secret.len() < SHORT { secret } else { "***" };
        rest = after;
    }
    scrubbed + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_text() {
        assert_eq!(format!("{:?}", Secret::new("k7")), "***");
    }

    #[test]
    fn scrub_replaces_plain_and_encoded_occurrences() {
        let secret = Secret::new("a/b+c");
        assert_eq!(secret.scrub("x a/b+c y a%2Fb%2Bc z"), "x *** y *** z");
        assert_eq!(
            Secret::new("a-b.c=d_e~f").scrub("auth=a-b.c%3Dd_e~f a%2Db%2Ec%3Dd%5Fe%7Ef"),
            "auth=*** ***"
        );
    }

    #[test]
    fn scrub_replaces_what_is_encoded_twice() {
        assert_eq!(Secret::new("a/b+c-d.e").scrub("x a%252Fb%252Bc-d.e y"), "x *** y");
    }

    #[test]
    fn scrub_replaces_what_is_in_base64() {
        // Of "aToken?>12345", alone, and after "x:" and "xy:".
        let secret = Secret::new("aToken?>12345");
        for (text, left) in [
            ("YVRva2VuPz4xMjM0NQ==", "***Q=="),
            ("YVRva2VuPz4xMjM0NQ", "***Q"),
            ("eDphVG9rZW4/PjEyMzQ1", "eDp***"),
            ("eDphVG9rZW4_PjEyMzQ1", "eDp***"),
            ("eHk6YVRva2VuPz4xMjM0NQ==", "eHk6***Q=="),
        ] {
            assert_eq!(secret.scrub(text), left, "{text}");
        }
    }

    #[test]
    fn a_short_secret_is_blotted_out_where_it_stands_alone() {
        assert_eq!(Secret::new("t").scrub("the token t, at /t/"), "the token ***, at /***/");
        assert_eq!(Secret::new("longtoken").scrub("xlongtokeny"), "x***y");
    }

    #[test]
    fn an_empty_secret_scrubs_nothing() {
        assert_eq!(Secret::new("").scrub("abc"), "abc");
    }
}
