//! The filter fields of the users who have an account. Only these users can be listed by
//! `user.get`. Bots, guests, customers, network and mail users have no account.

use super::{Directory, Person};

/// The fields of a user that most filters of `user.get` read. The directory caches them, so that
/// these filters need not generate every user again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilterFields {
    /// The id.
    pub id: u64,
    /// Whether the user is active; `false` after dismissal.
    pub active: bool,
    /// Whether the user belongs to a department.
    pub has_department: bool,
}

/// The [`FilterFields`] of all users who have an account, by ascending id.
pub(super) fn account_filter_fields(directory: &Directory) -> Vec<FilterFields> {
    directory
        .ids()
        .filter_map(|id| directory.person(id))
        .filter(Person::has_account)
        .map(|person| FilterFields {
            id: person.id,
            active: person.active,
            has_department: !person.departments.is_empty(),
        })
        .collect()
}
