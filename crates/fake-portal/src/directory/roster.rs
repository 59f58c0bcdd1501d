//! Who can be listed: people with an account of their own, as opposed to programs, customers and mail addresses.

use super::{Directory, Kind, Person};

/// One line of the list: what can be told of somebody without making him up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// The id.
    pub id: u64,
    /// False after dismissal.
    pub active: bool,
    /// Whether the person belongs to a department.
    pub has_department: bool,
}

/// Everybody who can be listed, by id.
pub(super) fn roster(directory: &Directory) -> Vec<Listed> {
    directory
        .ids()
        .filter_map(|id| directory.person(id))
        .filter(Person::is_real)
        .map(|person| Listed {
            id: person.id,
            active: person.active,
            has_department: !person.departments.is_empty(),
        })
        .collect()
}

impl Person {
    /// Whether this is neither a program nor somebody known from outside only.
    #[must_use]
    pub fn is_real(&self) -> bool {
        matches!(self.kind, Kind::Employee | Kind::Extranet | Kind::Collaber)
    }
}
