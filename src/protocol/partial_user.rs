use super::user_ref::UserRef;
use crate::ids::UserId;

/// A user of a response that is still arriving.
#[derive(Debug)]
pub struct PartialUser {
    /// Index of the call that returned the user in its batch; 0 without a batch.
    pub call: u64,
    /// The id of the user.
    pub id: UserId,
    /// The user.
    pub user: UserRef,
}
