use super::user_ref::UserRef;
use crate::ids::UserId;

/// A complete user of an incomplete response.
#[derive(Debug)]
pub struct ArrivedUser {
    /// Index of the command that returned the user; 0 without a batch.
    pub command: u64,
    /// The id of the user.
    pub id: UserId,
    /// The user.
    pub user: UserRef,
}
