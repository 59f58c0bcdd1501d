//! Recognizes URLs that would execute code when used as links. Users can type anything as their
//! website.

/// Schemes whose URLs a browser executes, or renders as a document with the origin of the page.
const CODE_SCHEMES: [&str; 3] = ["javascript:", "data:", "vbscript:"];

/// The number of characters of a URL that are compared with `CODE_SCHEMES`. None of those schemes
/// is longer.
const MAX_SCHEME_CHARS: usize = 16;

/// Whether a browser that follows a link to this URL executes no code of the URL.
#[must_use]
pub fn is_safe_url(url: &str) -> bool {
    // The fast path: a URL with a scheme contains a colon, which may be escaped.
    url.starts_with("https://") || !url.contains([':', '&', '%']) || !is_executable(url)
}

/// Whether a browser may execute the URL, directly or after decoding its HTML character references
/// and percent escapes.
fn is_executable(url: &str) -> bool {
    let unescaped = percent_decode(&unescape_html(url));
    // Browsers skip white space and control characters before and within a scheme. The invisible
    // characters are skipped as well, because people cannot see them.
    let visible: String = unescaped
        .chars()
        .filter(|&char| !is_space(char) && !char.is_control() && !is_invisible(char))
        .map(|char| char.to_ascii_lowercase())
        .take(MAX_SCHEME_CHARS)
        .collect();
    CODE_SCHEMES.iter().any(|scheme| visible.starts_with(scheme))
}

/// Whether a character is white space but not a control character. The characters are listed here,
/// because the full Unicode table would enlarge the module.
const fn is_space(char: char) -> bool {
    matches!(
        char,
        ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

const fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{AD}' | '\u{180E}' | '\u{200B}'
            ..='\u{200F}' | '\u{202A}'
            ..='\u{202E}' | '\u{2060}'
            ..='\u{2064}' | '\u{FEFF}'
    )
}

fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Decodes the HTML character references that can disguise a scheme: all numeric ones, and the
/// named references of `:`, tab and line feed.
fn unescape_html(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        unescaped += &rest[..start];
        rest = &rest[start + 1..];
        if let Some((char, length)) = decode_reference(rest) {
            unescaped.push(char);
            rest = &rest[length..];
        } else {
            unescaped.push('&');
        }
    }
    unescaped + rest
}

/// Decodes the character reference at the start of `text`, which begins after the `&`. Returns the
/// character and the length of the reference in bytes; `None` if there is no such reference.
fn decode_reference(text: &str) -> Option<(char, usize)> {
    for (name, char) in [("colon;", ':'), ("Tab;", '\t'), ("NewLine;", '\n')] {
        if text.starts_with(name) {
            return Some((char, name.len()));
        }
    }
    let number = text.strip_prefix('#')?;
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let length = digits.find(|char: char| !char.is_digit(radix)).unwrap_or(digits.len());
    let char = u32::from_str_radix(&digits[..length], radix).ok().and_then(char::from_u32)?;
    let before = text.len() - digits.len();
    let semicolon = usize::from(digits[length..].starts_with(';'));
    Some((char, before + length + semicolon))
}

#[cfg(test)]
mod tests {
    use super::is_executable;

    #[test]
    fn ordinary_urls_are_safe() {
        for url in [
            "example.com",
            "https://example.com/?q=data:1",
            "javascript.info",
            "mailto:a@example.com",
            "AT&T",
            "data",
        ] {
            assert!(!is_executable(url), "{url}");
        }
    }

    #[test]
    fn disguised_schemes_are_detected() {
        for url in [
            "javascript:alert(1)",
            " \u{1}JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "java\u{200B}script:alert(1)",
            "javascript&colon;alert(1)",
            "&#106;avascript:alert(1)",
            "&#x6A;avascript&#58;alert(1)",
            "javascript%3Aalert(1)",
            "vbscript:msgbox(1)",
            "data:text/html,<script>alert(1)</script>",
        ] {
            assert!(is_executable(url), "{url}");
        }
    }
}
