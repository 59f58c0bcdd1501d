//! Summaries of the users with an account, which `user.get` lists. Bots, customers and mail users
//! have no account.

use super::{Directory, Person, PersonKind};

/// The fields of a user that most filters need. Stored, so that filters need not generate all users
/// again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountSummary {
    /// The id.
    pub id: u64,
    /// False after dismissal.
    pub active: bool,
    /// Whether the user belongs to a department.
    pub has_department: bool,
}

/// The summaries of all users with an account, by ascending id.
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
    /// Whether the user has an account. Bots, guests, customers, network and mail users have none.
    #[must_use]
    pub fn has_account(&self) -> bool {
        matches!(self.kind, PersonKind::Employee | PersonKind::Extranet | PersonKind::Collaber)
    }
}
