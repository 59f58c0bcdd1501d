use std::borrow::Cow;

const REPLACEMENT: &[u8] = br"\uFFFD";

/// The text of a body, as `TextDecoder` would have it: without byte order mark, and with U+FFFD in place of what is not UTF-8.
pub(super) fn decode(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body))
}

/// JSON with U+FFFD in place of escaped lone surrogates, which `JSON.parse` takes and strict readers refuse.
pub(super) fn mend_surrogates(json: &str) -> Cow<'_, str> {
    let body = json.as_bytes();
    let mut mended: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(offset) = body[at..].iter().position(|&byte| byte == b'\\') {
        at += offset;
        at += match (surrogate(body, at), surrogate(body, at + REPLACEMENT.len())) {
            (Some(Surrogate::High), Some(Surrogate::Low)) => 2 * REPLACEMENT.len(),
            (Some(_), _) => {
                let copy = mended.get_or_insert_with(|| body.to_vec());
                copy[at..at + REPLACEMENT.len()].copy_from_slice(REPLACEMENT);
                REPLACEMENT.len()
            }
            // The backslash and what it escapes, so that `\\u` is not taken for an escape.
            (None, _) => 2,
        };
        if at >= body.len() {
            break;
        }
    }
    match mended {
        Some(mended) => Cow::Owned(String::from_utf8_lossy(&mended).into_owned()),
        None => Cow::Borrowed(json),
    }
}

enum Surrogate {
    High,
    Low,
}

/// The surrogate whose escape begins at `at`, if one does.
fn surrogate(body: &[u8], at: usize) -> Option<Surrogate> {
    let escape = body.get(at..at + REPLACEMENT.len())?;
    let [b'\\', b'u', b'd' | b'D', second, third, fourth] = escape else { return None };
    if !third.is_ascii_hexdigit() || !fourth.is_ascii_hexdigit() {
        return None;
    }
    match second.to_ascii_lowercase() {
        b'8' | b'9' | b'a' | b'b' => Some(Surrogate::High),
        b'c'..=b'f' => Some(Surrogate::Low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, mend_surrogates};

    #[test]
    fn plain_bodies_are_not_copied() {
        let body = r#"{"a":"\u0434\ud83d\ude00"}"#;
        assert!(matches!(decode(body.as_bytes()), std::borrow::Cow::Borrowed(_)));
        assert!(matches!(mend_surrogates(body), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        assert_eq!(decode(b"\xEF\xBB\xBF{}"), "{}");
    }

    #[test]
    fn invalid_utf8_becomes_the_replacement_character() {
        assert_eq!(decode(b"a\xFFb"), "a\u{FFFD}b");
    }

    #[test]
    fn only_lone_surrogates_are_replaced() {
        for (body, expected) in [
            (r"\ud83d\ude00", r"\ud83d\ude00"),
            (r"\ud83d", r"\uFFFD"),
            (r"\ude00x", r"\uFFFDx"),
            (r"\ud83d\ud83d\ude00", r"\uFFFD\ud83d\ude00"),
            (r"\ud83d\u0041", r"\uFFFD\u0041"),
            (r"\\ud83d", r"\\ud83d"),
            (r"\\\uDBFF", r"\\\uFFFD"),
            (r"\ud8", r"\ud8"),
            ("\\", "\\"),
        ] {
            assert_eq!(mend_surrogates(body), expected, "{body}");
        }
    }
}
