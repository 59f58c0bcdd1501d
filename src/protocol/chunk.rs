//! A chunk: users of a response that were built together, with their issues and estimated sizes.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use b24_record_reader::{RecordChunk, RowReader, row_stride};

use super::user_ref::UserRef;
use crate::ids::UserId;
use crate::model::{Record, RowValue, User, UserIssue};
use crate::text::truncate;

/// Estimated memory of a user without its strings, in bytes.
const USER_BYTES: usize = 512;

/// Maximum number of characters of an invalid value that an issue shows.
const MAX_SHOWN_CHARS: usize = 80;

/// An opaque handle of users that were built together. The users are objects of the host, such as
/// JavaScript objects, so only the host creates and reads handles.
pub struct ChunkHandle(Box<dyn Any>);

impl ChunkHandle {
    /// A handle of `users`, which may have any type that the host chooses.
    #[must_use]
    pub fn new(users: impl Any) -> Self {
        Self(Box::new(users))
    }

    /// The host's users.
    ///
    /// # Panics
    /// If `T` is not the type from which the handle was created.
    #[must_use]
    pub fn get<T: Any>(&self) -> &T {
        self.0.downcast_ref().expect("a host reads only chunks that it has built")
    }
}

impl fmt::Debug for ChunkHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChunkHandle")
    }
}

/// Users of one response that were built together, in the portal's order, and their issues: the
/// fields whose values did not have the declared type.
#[derive(Debug)]
pub struct Chunk {
    /// The users, as the host stores them.
    pub users: ChunkHandle,
    /// The issues, each with the index of its user in the chunk.
    issues: Vec<(usize, UserIssue)>,
    /// Estimated memory of each user, in bytes.
    sizes: Vec<usize>,
    /// Estimated memory of all users, in bytes.
    size: usize,
    /// Estimated memory of those users of the chunk that are in the cache, in bytes.
    pub cached: Cell<usize>,
}

impl Chunk {
    /// Builds a chunk from records. `build` makes its users.
    pub(crate) fn new(
        records: &mut RecordChunk,
        build: &dyn Fn(&mut RecordChunk) -> ChunkHandle,
    ) -> Rc<Self> {
        let users = build(records);
        let mut issues = Vec::new();
        for issue in std::mem::take(&mut records.issues) {
            let mut row = RowReader::new(records, issue.row * row_stride(User::FIELDS));
            let id = UserId::from_row(&mut row, User::FIELDS[0].data_type);
            let received = truncate(issue.received, MAX_SHOWN_CHARS);
            let expected = issue.expected.into();
            issues.push((issue.row, UserIssue { id, path: issue.path, expected, received }));
        }
        let (mut sizes, mut size) = (std::mem::take(&mut records.row_sizes), 0);
        for user_size in &mut sizes {
            *user_size += USER_BYTES;
            size += *user_size;
        }
        Rc::new(Self { users, issues, sizes, size, cached: Cell::default() })
    }

    /// A chunk of one user from the host's persistent store. It has no issues. It is never cached,
    /// so its memory does not count.
    pub(crate) fn stored(users: ChunkHandle) -> Rc<Self> {
        let (issues, sizes) = (Vec::new(), Vec::new());
        Rc::new(Self { users, issues, sizes, size: 0, cached: Cell::default() })
    }

    /// A chunk that has only this user. `users` is the host's copy of the user.
    pub(super) fn with_copy_of(user: &UserRef, users: ChunkHandle) -> Rc<Self> {
        let mut issues = Vec::new();
        for issue in user.issues() {
            issues.push((0, issue.clone()));
        }
        let size = user.size();
        Rc::new(Self { users, issues, sizes: vec![size], size, cached: Cell::default() })
    }

    /// Estimated memory of all users, in bytes.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Estimated memory of one user, in bytes.
    pub(super) fn user_size(&self, row: usize) -> usize {
        self.sizes.get(row).copied().unwrap_or_default()
    }

    /// Whether users of the chunk have issues.
    #[must_use]
    pub const fn has_issues(&self) -> bool {
        !self.issues.is_empty()
    }

    /// The issues of one user.
    pub(super) fn user_issues(&self, row: usize) -> impl Iterator<Item = &UserIssue> {
        self.issues.iter().filter(move |(user, _)| *user == row).map(|(_, issue)| issue)
    }
}
