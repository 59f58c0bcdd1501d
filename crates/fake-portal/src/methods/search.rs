//! Searching people by what they are called.

use crate::directory::Person;

/// Whether each word of the phrase begins a word of the person's names or position.
pub(super) fn finds(phrase: &str, person: &Person) -> bool {
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
        .all(|wanted| names.split(is_gap).any(|word| word.starts_with(wanted)))
}

fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '(' | ')' | '"')
}
