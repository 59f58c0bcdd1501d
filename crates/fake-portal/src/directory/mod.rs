//! The people of the portal.

pub mod cast;
pub mod chats;
mod generate;
mod given;
mod names;
mod person;
mod roster;

pub use given::persons;
pub use person::{Avatar, Bot, Gender, Kind, Person, Phones};
pub use roster::Listed;

use std::{collections::BTreeMap, sync::OnceLock};

/// Who works here.
#[derive(Debug, Clone)]
pub struct Directory {
    people: People,
    roster: OnceLock<Vec<Listed>>,
}

#[derive(Debug, Clone)]
enum People {
    /// With the ids 1 to `size`, made when asked for: a large directory costs no more than a small one.
    MadeUp { seed: u64, size: u64 },
    /// These and no others.
    Given(BTreeMap<u64, Person>),
}

impl Directory {
    /// People with the ids 1 to `size`; with the same arguments they are the same people.
    ///
    /// Ids that end in 99 do not exist (99, 199, … 999). The people of the [`cast`] are always the same; all others
    /// depend on the seed.
    #[must_use]
    pub fn new(seed: u64, size: u64) -> Self {
        Self { people: People::MadeUp { seed, size }, roster: OnceLock::new() }
    }

    /// These people, and the owner of the credentials, without whom nobody could call.
    #[must_use]
    pub fn of(people: impl IntoIterator<Item = Person>) -> Self {
        let owner = cast::person(cast::OWNER);
        let people = owner.into_iter().chain(people).map(|person| (person.id, person)).collect();
        Self { people: People::Given(people), roster: OnceLock::new() }
    }

    /// Whether there is such a person.
    #[must_use]
    pub fn contains(&self, id: u64) -> bool {
        match &self.people {
            People::MadeUp { size, .. } => (1..=*size).contains(&id) && id % 100 != 99,
            People::Given(people) => people.contains_key(&id),
        }
    }

    /// All ids, in ascending order.
    pub fn ids(&self) -> impl Iterator<Item = u64> {
        let (size, given) = match &self.people {
            People::MadeUp { size, .. } => (*size, None),
            People::Given(people) => (0, Some(people)),
        };
        let made_up = (1..=size).filter(|&id| self.contains(id));
        made_up.chain(given.into_iter().flat_map(|people| people.keys().copied()))
    }

    /// Everybody who can be listed, by id: neither programs nor people known from outside only.
    #[must_use]
    pub fn roster(&self) -> &[Listed] {
        self.roster.get_or_init(|| roster::roster(self))
    }

    /// The person with that id.
    #[must_use]
    pub fn person(&self, id: u64) -> Option<Person> {
        match &self.people {
            People::MadeUp { seed, .. } => {
                self.contains(id).then(|| cast::person(id).unwrap_or_else(|| generate::person(*seed, id)))
            }
            People::Given(people) => people.get(&id).cloned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_run_up_to_the_size_with_gaps() {
        let directory = Directory::new(1, 1000);
        let gaps: Vec<u64> = (1..=1000).filter(|&id| directory.person(id).is_none()).collect();
        assert_eq!(gaps, [99, 199, 299, 399, 499, 599, 699, 799, 899, 999]);
        assert_eq!(directory.person(0), None);
        assert_eq!(directory.person(1001), None);
    }

    #[test]
    fn given_people_are_all_there_are_beside_the_owner() {
        let given = [7, 4].map(|id| Person { id, name: format!("Number {id}"), ..cast::person(5).unwrap() });
        let directory = Directory::of(given);
        assert_eq!(directory.ids().collect::<Vec<_>>(), [1, 4, 7]);
        assert_eq!(directory.person(4).map(|person| person.name).as_deref(), Some("Number 4"));
        assert!(!directory.contains(5) && directory.person(5).is_none());
        assert_eq!(directory.roster().len(), 3);
    }

    #[test]
    fn the_seed_decides_everybody_but_the_cast() {
        let people = |seed| {
            let directory = Directory::new(seed, 200);
            (1..=200).filter_map(|id| directory.person(id)).collect::<Vec<_>>()
        };
        assert_eq!(people(1), people(1));
        let changed: Vec<u64> =
            people(1).iter().zip(&people(2)).filter(|(one, two)| one != two).map(|(one, _)| one.id).collect();
        assert!(changed.len() > 150, "{changed:?}");
        assert!([1, 4, 5, 17, 61, 105].iter().all(|id| !changed.contains(id)), "{changed:?}");
    }

    #[test]
    fn a_hundred_thousand_people_are_as_various_as_real_ones() {
        let directory = Directory::new(1, 100_000);
        let people: Vec<Person> = (1..=100_000).filter_map(|id| directory.person(id)).collect();
        assert_eq!(people.len(), 99_000);
        let kinds: HashSet<&str> = people.iter().map(|person| person.kind.wire_type()).collect();
        assert_eq!(kinds, HashSet::from(["user", "bot", "extranet", "collaber", "guest"]));
        let some = |test: fn(&Person) -> bool| people.iter().filter(|&person| test(person)).count() > 1000;
        assert!(some(|person| !person.active));
        assert!(some(|person| person.phones == Phones::default()));
        assert!(some(|person| person.work_position.is_none()));
        assert!(some(|person| person.last_name.is_none()));
        assert!(some(|person| person.avatar.is_none()));
        assert!(some(|person| person.absent_until.is_some()));
        assert!(some(|person| person.name.is_ascii()));
        assert!(some(|person| person.name.chars().any(|letter| ('а'..='я').contains(&letter))));
        assert!(some(|person| person.name.chars().any(|letter| letter >= '🌀')));
    }
}
