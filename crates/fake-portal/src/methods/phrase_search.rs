//! Searches users by name and position.

use crate::directory::Person;

/// Whether each word of the phrase is the beginning of a word in the user's names or position.
pub(super) fn matches_phrase(phrase: &str, person: &Person) -> bool {
    let names = [
        &*person.name,
        &*person.first_name,
        person.last_name.as_deref().unwrap_or_default(),
        person.work_position.as_deref().unwrap_or_default(),
    ]
    .join(" ")
    .to_lowercase();
    phrase
        .to_lowercase()
        .split_whitespace()
        .all(|prefix| names.split(is_word_separator).any(|word| word.starts_with(prefix)))
}

fn is_word_separator(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '-' | '(' | ')' | '"')
}
