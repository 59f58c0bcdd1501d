/// A text in quotes. What is not ASCII stays as it is: what of it can be printed would be a table of its own.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for char in text.chars() {
        if char.is_ascii_control() || matches!(char, '"' | '\\') {
            quoted.extend(char.escape_default());
        } else {
            quoted.push(char);
        }
    }
    quoted.push('"');
    quoted
}

/// The beginning of a long text, for errors and issues that show values of others.
pub(crate) fn shorten(text: String, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
