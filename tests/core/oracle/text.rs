use std::borrow::Cow;

const REPLACEMENT: &[u8] = br"\uFFFD";

/// The text of a body, as `TextDecoder` and a lenient `JSON.parse` decode it: without a byte order
/// mark, and with U+FFFD for invalid UTF-8 and for escaped lone surrogates, which strict parsers
/// reject.
pub(super) fn decode(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    match replace_lone_surrogates(body) {
        Some(replaced) => Cow::Owned(String::from_utf8_lossy(&replaced).into_owned()),
        None => String::from_utf8_lossy(body),
    }
}

/// The body with each lone surrogate escape replaced, if it has any.
fn replace_lone_surrogates(body: &[u8]) -> Option<Vec<u8>> {
    let mut replaced: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(offset) = body[at..].iter().position(|&byte| byte == b'\\') {
        at += offset;
        at += match (surrogate(body, at), surrogate(body, at + REPLACEMENT.len())) {
            (Some(Surrogate::High), Some(Surrogate::Low)) => 2 * REPLACEMENT.len(),
            (Some(_), _) => {
                let copy = replaced.get_or_insert_with(|| body.to_vec());
                copy[at..at + REPLACEMENT.len()].copy_from_slice(REPLACEMENT);
                REPLACEMENT.len()
            }
            // Skips the backslash and the escaped character, so that `\\u` is not read as an
            // escape.
            (None, _) => 2,
        };
        if at >= body.len() {
            break;
        }
    }
    replaced
}

enum Surrogate {
    High,
    Low,
}

/// The surrogate whose escape starts at `at`, if any.
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
