//! Strings for messages: quoting and truncation.
//!
//! Redaction is in `auth`, percent-encoding in `protocol`.

/// Quotes `text`, with the escapes of JSON.
pub(crate) fn quote(text: &str) -> String {
    serde_json::to_string(text).expect("a string is JSON")
}

/// Truncates `text` to `max_chars` characters, and appends `...` if it was longer.
pub(crate) fn truncate(text: String, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
