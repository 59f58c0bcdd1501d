//! The entries of user lists: users with an account, but not bots, customers or mail users.

use super::{Directory, Person, PersonKind};

/// The part of a user that list filters need. It is kept so that users need not be generated again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountSummary {
    /// The id.
    pub id: u64,
    /// False after dismissal.
    pub active: bool,
    /// Whether the user belongs to a department.
    pub has_department: bool,
}

/// All users that can be listed, by id.
pub(super) fn account_summaries(directory: &Directory) -> Vec<AccountSummary> {
    directory
        .ids()
        .filter_map(|id| directory.person(id))
        .filter(Person::has_account)
        .map(|person| AccountSummary {
            id: person.id,
            active: person.active,
            has_department: !person.departments.is_empty(),
        })
        .collect()
}

impl Person {
    /// Whether the user has an account: bots and external users have none.
    #[must_use]
    pub fn has_account(&self) -> bool {
        matches!(self.kind, PersonKind::Employee | PersonKind::Extranet | PersonKind::Collaber)
    }
}
