//! The portal's users and chats: fixtures, generated users and custom users. How users are written
//! as JSON belongs to `methods`.

pub mod chats;
mod filter_fields;
pub mod fixtures;
mod parse_people;
mod person;
mod random_names;
mod random_person;

pub use filter_fields::FilterFields;
pub use parse_people::parse_people;
pub use person::{Avatar, Bot, Gender, Person, PersonKind, Phones};

use std::{collections::BTreeMap, sync::OnceLock};

/// The users of a portal.
#[derive(Debug, Clone)]
pub struct Directory {
    people: People,
    account_filter_fields: OnceLock<Vec<FilterFields>>,
}

#[derive(Debug, Clone)]
enum People {
    /// Fixtures (predefined users) and generated users, with ids up to `max_id`. Each user is
    /// created on access and not stored.
    Generated { seed: u64, max_id: u64 },
    /// Only custom users.
    Custom(BTreeMap<u64, Person>),
}

impl Directory {
    /// A directory of fixtures (predefined users) and of users generated from `seed`. The ids are 1
    /// to `max_id`, without the ids that end in 99.
    #[must_use]
    pub fn generated(seed: u64, max_id: u64) -> Self {
        Self { people: People::Generated { seed, max_id }, account_filter_fields: OnceLock::new() }
    }

    /// A directory of custom users, and of the user who owns the credentials.
    #[must_use]
    pub fn from_people(people: impl IntoIterator<Item = Person>) -> Self {
        let owner = fixtures::fixture_person(fixtures::OWNER_ID);
        let people = owner.into_iter().chain(people).map(|person| (person.id, person)).collect();
        Self { people: People::Custom(people), account_filter_fields: OnceLock::new() }
    }

    /// Whether there is a user with this id.
    #[must_use]
    pub fn contains(&self, id: u64) -> bool {
        match &self.people {
            People::Generated { max_id, .. } => (1..=*max_id).contains(&id) && id % 100 != 99,
            People::Custom(people) => people.contains_key(&id),
        }
    }

    /// The ids of all users, in ascending order.
    pub fn ids(&self) -> impl Iterator<Item = u64> {
        let (max_id, custom) = match &self.people {
            People::Generated { max_id, .. } => (*max_id, None),
            People::Custom(people) => (0, Some(people)),
        };
        let generated_ids = (1..=max_id).filter(|&id| self.contains(id));
        generated_ids.chain(custom.into_iter().flat_map(|people| people.keys().copied()))
    }

    /// The [`FilterFields`] of all users who have an account, by ascending id.
    #[must_use]
    pub fn account_filter_fields(&self) -> &[FilterFields] {
        self.account_filter_fields.get_or_init(|| filter_fields::account_filter_fields(self))
    }

    /// The user with this id; `None` if there is none.
    #[must_use]
    pub fn person(&self, id: u64) -> Option<Person> {
        match &self.people {
            People::Generated { seed, .. } => self.contains(id).then(|| {
                fixtures::fixture_person(id)
                    .unwrap_or_else(|| random_person::random_person(*seed, id))
            }),
            People::Custom(people) => people.get(&id).cloned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_end_at_the_maximum_and_skip_those_ending_in_99() {
        let directory = Directory::generated(1, 1000);
        let gaps: Vec<u64> = (1..=1000).filter(|&id| directory.person(id).is_none()).collect();
        assert_eq!(gaps, [99, 199, 299, 399, 499, 599, 699, 799, 899, 999]);
        assert_eq!(directory.person(0), None);
        assert_eq!(directory.person(1001), None);
    }

    #[test]
    fn custom_people_replace_all_but_the_owner() {
        let custom = [7, 4].map(|id| Person {
            id,
            name: format!("Number {id}"),
            ..fixtures::fixture_person(5).unwrap()
        });
        let directory = Directory::from_people(custom);
        assert_eq!(directory.ids().collect::<Vec<_>>(), [1, 4, 7]);
        assert_eq!(directory.person(4).map(|person| person.name).as_deref(), Some("Number 4"));
        assert!(!directory.contains(5) && directory.person(5).is_none());
        assert_eq!(directory.account_filter_fields().len(), 3);
    }

    #[test]
    fn the_seed_determines_everybody_but_the_fixtures() {
        let people = |seed| {
            let directory = Directory::generated(seed, 200);
            (1..=200).filter_map(|id| directory.person(id)).collect::<Vec<_>>()
        };
        assert_eq!(people(1), people(1));
        let changed: Vec<u64> = people(1)
            .iter()
            .zip(&people(2))
            .filter(|(one, two)| one != two)
            .map(|(one, _)| one.id)
            .collect();
        assert!(changed.len() > 150, "{changed:?}");
        assert!([1, 4, 5, 17, 61, 105].iter().all(|id| !changed.contains(id)), "{changed:?}");
    }

    #[test]
    fn generated_people_cover_all_kinds_and_missing_values() {
        let directory = Directory::generated(1, 100_000);
        let people: Vec<Person> = (1..=100_000).filter_map(|id| directory.person(id)).collect();
        assert_eq!(people.len(), 99_000);
        let kinds: HashSet<&str> = people.iter().map(|person| person.kind.wire_type()).collect();
        assert_eq!(kinds, HashSet::from(["user", "bot", "extranet", "collaber", "guest"]));
        let some =
            |test: fn(&Person) -> bool| people.iter().filter(|&person| test(person)).count() > 1000;
        assert!(some(|person| !person.active));
        assert!(some(|person| person.phones == Phones::default()));
        assert!(some(|person| person.work_position.is_none()));
        assert!(some(|person| person.last_name.is_none()));
        assert!(some(|person| person.avatar.is_none()));
        assert!(some(|person| person.absent_until.is_some()));
        assert!(some(|person| person.name.is_ascii()));
        assert!(some(|person| person.name.chars().any(|ch| ('а'..='я').contains(&ch))));
        assert!(some(|person| person.name.chars().any(|ch| ch >= '🌀')));
    }
}
