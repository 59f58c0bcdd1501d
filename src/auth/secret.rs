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

    /// `text` with every occurrence of this secret, plain or percent-encoded, replaced by `***`.
    ///
    /// A short one, such as tests use, only where it stands alone: else a token `t` would blot out half of each text.
    #[must_use]
    pub fn scrub(&self, text: &str) -> String {
        let encoded = ENCODINGS.map(|set| utf8_percent_encode(&self.0, set).to_string());
        encoded.iter().fold(blot_out(text, &self.0), |text, encoded| blot_out(&text, encoded))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

fn blot_out(text: &str, secret: &str) -> String {
    let mut scrubbed = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(secret).filter(|_| !secret.is_empty()) {
        let (before, after) = (&rest[..start], &rest[start + secret.len()..]);
        let in_word = before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric);
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
    fn a_short_secret_is_blotted_out_where_it_stands_alone() {
        assert_eq!(Secret::new("t").scrub("the token t, at /t/"), "the token ***, at /***/");
        assert_eq!(Secret::new("longtoken").scrub("xlongtokeny"), "x***y");
    }

    #[test]
    fn an_empty_secret_scrubs_nothing() {
        assert_eq!(Secret::new("").scrub("abc"), "abc");
    }
}
