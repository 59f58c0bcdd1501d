//! Draws the names and positions of users at random.

use super::Gender;
use fastrand::Rng;

/// A first name and an optional last name.
pub(super) struct Name {
    pub first: String,
    pub last: Option<String>,
}

impl Name {
    pub(super) fn full(&self) -> String {
        self.last
            .as_ref()
            .map_or_else(|| self.first.clone(), |last| format!("{} {last}", self.first))
    }
}

/// Draws a Latin or Cyrillic name. Some first names have an emoji, and some last names are missing.
pub(super) fn random_name(rng: &mut Rng, gender: Gender) -> Name {
    let is_cyrillic = rng.bool();
    let mut first = match (is_cyrillic, gender) {
        (false, Gender::F) => pick(rng, &["Alice", "Chloé", "Grace", "Ingrid", "Maria", "Zoë"]),
        (false, Gender::M) => pick(rng, &["Albert", "Björn", "Diego", "Henry", "Łukasz", "Oliver"]),
        (true, Gender::F) => pick(rng, &["Алёна", "Вера", "Дарья", "Ирина", "Мария", "Юлия"]),
        (true, Gender::M) => pick(rng, &["Алексей", "Борис", "Игорь", "Семён", "Тимур", "Фёдор"]),
    }
    .to_owned();
    if rng.u8(..20) == 0 {
        first = format!("{first} {}", pick(rng, &["🎉", "🦊", "🌻", "👩‍💻", "🚀"]));
    }
    let last = match (is_cyrillic, gender) {
        (false, _) => {
            pick(rng, &["Andersson", "Brown", "García", "Miller", "Nowak", "O'Brien", "Weiß"])
        }
        (true, Gender::F) => pick(rng, &["Алексеева", "Воробьёва", "Ким", "Лебедева", "Шевченко"]),
        (true, Gender::M) => pick(rng, &["Алексеев", "Воробьёв", "Ким", "Лебедев", "Шевченко"]),
    };
    Name { first, last: (rng.u8(..20) > 0).then(|| last.to_owned()) }
}

/// Draws a position; `None` for one user in six.
pub(super) fn random_position(rng: &mut Rng) -> Option<String> {
    let positions = [
        "Accountant",
        "Designer",
        "Sales & Marketing",
        "Бухгалтер",
        "Инженер",
        "Ведущий \"аналитик\"",
    ];
    (rng.u8(..6) > 0).then(|| pick(rng, &positions).to_owned())
}

/// Picks a random element.
pub(super) fn pick(rng: &mut Rng, choices: &[&'static str]) -> &'static str {
    choices[rng.usize(..choices.len())]
}
