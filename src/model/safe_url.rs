const CODE_SCHEMES: [&str; 3] = ["javascript:", "data:", "vbscript:"];

/// Whether a link to this address runs no code.
#[must_use]
pub fn is_safe_url(website: &str) -> bool {
    // Quickly: a scheme has a colon, however disguised.
    website.starts_with("https://") || !website.contains([':', '&', '%']) || !runs_code(website)
}

/// Whether a browser may take the text for code, be it only after unescaping it as HTML or as a URL.
fn runs_code(website: &str) -> bool {
    let unescaped = percent_decode(&unescape_html(website));
    // Browsers skip white space and control characters before and within a scheme; people do not see the others.
    let visible: String = unescaped
        .chars()
        .filter(|&char| !is_space(char) && !char.is_control() && !is_invisible(char))
        .map(|char| char.to_ascii_lowercase())
        .take(64)
        .collect();
    CODE_SCHEMES.iter().any(|scheme| visible.starts_with(scheme))
}

/// White space beyond control characters; the whole table of Unicode would be a part of the module.
const fn is_space(char: char) -> bool {
    matches!(
        char,
        ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

const fn is_invisible(char: char) -> bool {
    matches!(char, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// `text` with the references resolved that can disguise a scheme: numbers, and the names of `:`, tab and new line.
fn unescape_html(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        unescaped += &rest[..start];
        rest = &rest[start + 1..];
        if let Some((char, length)) = reference(rest) {
            unescaped.push(char);
            rest = &rest[length..];
        } else {
            unescaped.push('&');
        }
    }
    unescaped + rest
}

/// The character that the reference at the start of `text`, after its `&`, stands for, and the reference's length.
fn reference(text: &str) -> Option<(char, usize)> {
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
    use super::runs_code;

    #[test]
    fn addresses_pass() {
        for website in [
            "example.com",
            "https://example.com/?q=data:1",
            "javascript.info",
            "mailto:a@example.com",
            "AT&T",
            "data",
        ] {
            assert!(!runs_code(website), "{website}");
        }
    }

    #[test]
    fn code_is_seen_through_its_disguises() {
        for website in [
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
            assert!(runs_code(website), "{website}");
        }
    }
}
