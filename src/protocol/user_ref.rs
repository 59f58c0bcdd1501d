use std::rc::Rc;

use super::chunk::{Chunk, ChunkHandle};
use crate::model::UserIssue;

/// A reference to a user: the chunk that contains the user, and the index (row) of the user in the
/// chunk. A clone refers to the same user.
#[derive(Clone, Debug)]
pub struct UserRef {
    /// The chunk.
    pub chunk: Rc<Chunk>,
    /// The row of the user in the chunk.
    pub row: usize,
}

impl UserRef {
    /// Estimated memory of the user, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.chunk.user_size(self.row)
    }

    /// A reference to the same user in a new chunk that has only this user. `users` is the host's
    /// copy of the user. The old chunk can then be dropped.
    #[must_use]
    pub fn detached(&self, users: ChunkHandle) -> Self {
        Self { chunk: Chunk::with_copy_of(self, users), row: 0 }
    }

    /// The fields of the user whose values did not have the declared type.
    pub fn issues(&self) -> impl Iterator<Item = &UserIssue> {
        self.chunk.user_issues(self.row)
    }
}
