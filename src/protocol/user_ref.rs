use std::rc::Rc;

use super::chunk::{Chunk, ChunkHandle};
use crate::model::UserIssue;

/// A user in a chunk. Clones share the chunk.
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

    /// The user in a chunk of its own, whose users are the host's copy `users`.
    #[must_use]
    pub fn detached(&self, users: ChunkHandle) -> Self {
        Self { chunk: Chunk::with_copy_of(self, users), row: 0 }
    }

    /// The fields of the user that did not have their declared type.
    pub fn issues(&self) -> impl Iterator<Item = &UserIssue> {
        self.chunk.user_issues(self.row)
    }
}
