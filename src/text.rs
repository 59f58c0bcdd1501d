use std::fmt::Write;

/// A text in quotes. What is not ASCII stays as it is: what of it can be printed would be a table of its own.
pub(crate) fn quoted(text: &str) -> String {
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

/// The beginning of a long text, for errors and issues that show values of others.
pub(crate) fn shorten(text: String, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
