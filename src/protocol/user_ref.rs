use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use b24_record_reader::{RecordChunk, RowReader, row_stride};

use crate::ids::UserId;
use crate::model::{FromRow, Record, User, UserIssue};
use crate::text::truncate;

/// About how many bytes a user takes besides texts.
const USER_BYTES: usize = 512;

/// How many characters of an odd value an issue shows.
const SHOWN_CHARS: usize = 80;

/// The users of a chunk, as the host stores them. Opaque to the core: only the host's `UserFactory`
/// creates a handle and looks into it.
pub struct ChunkHandle(Box<dyn Any>);

impl ChunkHandle {
    /// A handle of the host's `users`.
    #[must_use]
    pub fn new(users: impl Any) -> Self {
        Self(Box::new(users))
    }

    /// The host's users.
    ///
    /// # Panics
    /// If the handle was created of another type.
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

/// Some users of a response, in the portal's order, with the issues of their records.
#[derive(Debug)]
pub struct Chunk {
    /// The users.
    pub users: ChunkHandle,
    issues: Vec<(usize, UserIssue)>,
    /// About how many bytes each of its users takes.
    sizes: Vec<usize>,
    size: usize,
    /// How many bytes of those are of users in the cache.
    pub cached: Cell<usize>,
}

/// A user in a chunk. Clones share the chunk.
#[derive(Clone, Debug)]
pub struct UserRef {
    /// The chunk.
    pub chunk: Rc<Chunk>,
    /// The index of the user in the chunk.
    pub row: usize,
}

impl UserRef {
    /// About how many bytes it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.chunk.sizes.get(self.row).copied().unwrap_or_default()
    }

    /// The same user, alone in a chunk with these `users`.
    #[must_use]
    pub fn detached(&self, users: ChunkHandle) -> Self {
        let mut issues = Vec::new();
        for issue in self.issues() {
            issues.push((0, issue.clone()));
        }
        let size = self.size();
        let chunk = Chunk { users, issues, sizes: vec![size], size, cached: Cell::default() };
        Self { chunk: Rc::new(chunk), row: 0 }
    }

    /// Its fields that are not as typed.
    pub fn issues(&self) -> impl Iterator<Item = &UserIssue> {
        self.chunk.issues.iter().filter(|(row, _)| *row == self.row).map(|(_, issue)| issue)
    }
}

impl Chunk {
    /// About how many bytes it takes.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The chunk whose users `build` creates from these records.
    pub(crate) fn new(chunk: &mut RecordChunk, build: &dyn Fn(&mut RecordChunk) -> ChunkHandle) -> Rc<Self> {
        let users = build(chunk);
        let issues = std::mem::take(&mut chunk.issues).into_iter().map(|issue| {
            let mut row = RowReader::new(chunk, issue.row * row_stride(User::FIELDS));
            let id = UserId::from_row(&mut row, User::FIELDS[0].data_type);
            let received = truncate(issue.received, SHOWN_CHARS);
            (issue.row, UserIssue { id, path: issue.path, expected: issue.expected.into(), received })
        });
        let issues = issues.collect();
        let (mut sizes, mut all) = (std::mem::take(&mut chunk.sizes), 0);
        for size in &mut sizes {
            *size += USER_BYTES;
            all += *size;
        }
        Rc::new(Self { issues, users, sizes, size: all, cached: Cell::default() })
    }
}
