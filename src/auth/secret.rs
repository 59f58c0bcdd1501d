use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::Error;

/// Minimum length, in bytes, of a secret that is also redacted inside words and in base64. Shorter
/// secrets, which only tests use, are redacted only as whole words.
const MIN_REDACTABLE_LEN: usize = 8;

/// The percent-encodings in which a secret may appear: that of forms (`URLSearchParams`), that of
/// `encodeURIComponent`, and that of all characters except letters and digits.
const ENCODINGS: [&AsciiSet; 3] =
    [FORM, &FORM.remove(b'!').remove(b'\'').remove(b'(').remove(b')'), NON_ALPHANUMERIC];
const FORM: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'*');

/// A secret string. Its `Debug` output is `***`, and it has no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret string.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself, for the code that sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Replaces every occurrence of this secret in `text` by `***`: plain, percent-encoded once or
    /// twice, or in base64, also within a longer string that was encoded as a whole.
    ///
    /// A secret shorter than 8 bytes is replaced only where it is a whole word, and not in base64.
    /// Otherwise, a test's token `t` would make every text unreadable.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        // No encoding of the secret is shorter than the secret.
        if text.len() < self.0.len() {
            return text.into();
        }
        let mut redacted = replace_all(text, &self.0);
        for set in ENCODINGS {
            let once = utf8_percent_encode(&self.0, set).to_string();
            redacted = replace_all(&replace_all(&redacted, &once), &once.replace('%', "%25"));
        }
        if self.0.len() >= MIN_REDACTABLE_LEN {
            for offset in 0..3 {
                let encoded = base64_core(&self.0, offset);
                redacted = replace_all(&redacted, &encoded);
                redacted = replace_all(&redacted, &encoded.replace('+', "-").replace('/', "_"));
            }
        }
        redacted
    }

    /// Replaces the secret in every string of `error`.
    #[must_use]
    pub fn redact_error(&self, error: Error) -> Error {
        error.map_strings(&|text| self.redact(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The part of a base64 string that encodes only `text`, which begins at byte `offset` (modulo 3)
/// of the encoded data. Leaves out the digits at both ends that also encode bits of adjacent bytes.
fn base64_core(text: &str, offset: usize) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    let (mut bits, mut count) = (0_usize, 0);
    // Bits of the first byte that share a digit with the preceding byte.
    let mut shared = (6 - 8 * offset % 6) % 6;
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

/// Whether `char` is part of a word. Every non-ASCII character counts as a part of a word, because
/// Unicode's tables would enlarge the WebAssembly module.
const fn is_word_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || !char.is_ascii()
}

/// The byte offset of the secret in a short text; `None` if the text does not contain the secret.
/// `str::find` is faster in long texts, but its code is larger.
fn find_secret(text: &str, secret: &str) -> Option<usize> {
    let mut windows = text.as_bytes().windows(secret.len().max(1));
    windows.position(|window| window == secret.as_bytes())
}

fn replace_all(text: &str, secret: &str) -> String {
    let mut redacted = String::new();
    let mut rest = text;
    while let Some(start) = find_secret(rest, secret) {
        let (before, after) = (&rest[..start], &rest[start + secret.len()..]);
        let is_in_word = before.ends_with(is_word_char) || after.starts_with(is_word_char);
        redacted += before;
        redacted += if is_in_word && secret.len() < MIN_REDACTABLE_LEN { secret } else { "***" };
        rest = after;
    }
    redacted + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_prints_nothing_of_the_text() {
        assert_eq!(format!("{:?}", Secret::new("k7")), "***");
    }

    #[test]
    fn redacts_plain_and_encoded_occurrences() {
        let secret = Secret::new("a/b+c");
        assert_eq!(secret.redact("x a/b+c y a%2Fb%2Bc z"), "x *** y *** z");
        assert_eq!(
            Secret::new("a-b.c=d_e~f").redact("auth=a-b.c%3Dd_e~f a%2Db%2Ec%3Dd%5Fe%7Ef"),
            "auth=*** ***"
        );
    }

    #[test]
    fn redacts_doubly_encoded_occurrences() {
        assert_eq!(Secret::new("a/b+c-d.e").redact("x a%252Fb%252Bc-d.e y"), "x *** y");
    }

    #[test]
    fn redacts_base64() {
        // The base64 of "aToken?>12345" alone, after "x:" and after "xy:".
        let secret = Secret::new("aToken?>12345");
        for (text, redacted) in [
            ("YVRva2VuPz4xMjM0NQ==", "***Q=="),
            ("YVRva2VuPz4xMjM0NQ", "***Q"),
            ("eDphVG9rZW4/PjEyMzQ1", "eDp***"),
            ("eDphVG9rZW4_PjEyMzQ1", "eDp***"),
            ("eHk6YVRva2VuPz4xMjM0NQ==", "eHk6***Q=="),
        ] {
            assert_eq!(secret.redact(text), redacted, "{text}");
        }
    }

    #[test]
    fn a_short_secret_is_redacted_only_as_a_word() {
        assert_eq!(Secret::new("t").redact("the token t, at /t/"), "the token ***, at /***/");
        assert_eq!(Secret::new("longtoken").redact("xlongtokeny"), "x***y");
    }

    #[test]
    fn an_empty_secret_redacts_nothing() {
        assert_eq!(Secret::new("").redact("abc"), "abc");
    }
}
