//! Strings for messages: quoting and truncation.
//!
//! Redaction is in `auth`, percent-encoding in `protocol`.

use std::fmt::Write;

/// `text` in double quotes, with control characters escaped. Other characters stay as they are:
/// the table of printable ones would enlarge the module.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for char in text.chars() {
        match char {
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            '\n' => quoted.push_str("\\n"),
            '"' | '\\' => quoted.extend(['\\', char]),
            _ if char.is_ascii_control() => {
                let _ = write!(quoted, "\\u{{{:x}}}", u32::from(char));
            }
            _ => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

/// The first `max_chars` characters of `text`, with `...` after them if it was longer.
pub(crate) fn truncate(text: String, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
