//! Strings for messages: quoting and truncation.
//!
//! Not here: redaction (`auth`), and percent-encoding (`protocol`).

/// Quotes `text` as a JSON string.
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
