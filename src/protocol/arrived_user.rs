use super::user_ref::UserRef;
use crate::ids::UserId;

/// A complete user of a response that may still be arriving.
#[derive(Debug)]
pub struct ArrivedUser {
    /// Index of the command that returned the user; 0 if the request is not a batch.
    pub command: u64,
    /// The id of the user.
    pub id: UserId,
    /// The user.
    pub user: UserRef,
}
