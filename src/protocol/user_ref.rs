use std::cell::Cell;
use std::rc::Rc;

use b24_record_reader::{RecordChunk, RowReader, row_stride};

use crate::ids::UserId;
use crate::model::{FromRow, Record, User, UserIssue};
use crate::text::truncate;

/// About how many bytes a user takes besides texts.
const USER_BYTES: usize = 512;

/// How many characters of an odd value an issue shows.
const SHOWN_CHARS: usize = 80;

/// The users of one window of an answer, and what was odd about them.
#[derive(Debug)]
pub struct Window<W> {
    /// What the host made of them.
    pub users: W,
    issues: Vec<(usize, UserIssue)>,
    /// About how many bytes each of its users takes.
    sizes: Vec<usize>,
    size: usize,
    /// How many bytes of those are of users in the cache.
    pub cached: Cell<usize>,
}

/// A user in a window. Clones share it.
#[derive(Debug)]
pub struct UserRef<W> {
    /// The window.
    pub window: Rc<Window<W>>,
    /// And the row in it.
    pub row: usize,
}

impl<W> Clone for UserRef<W> {
    fn clone(&self) -> Self {
        Self { window: self.window.clone(), row: self.row }
    }
}

impl<W> UserRef<W> {
    /// About how many bytes it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.window.sizes.get(self.row).copied().unwrap_or_default()
    }

    /// The same user in a window alone, which the host has made of this one.
    #[must_use]
    pub fn detached(&self, users: W) -> Self {
        let mut issues = Vec::new();
        for issue in self.issues() {
            issues.push((0, issue.clone()));
        }
        let size = self.size();
        let window = Window { users, issues, sizes: vec![size], size, cached: Cell::default() };
        Self { window: Rc::new(window), row: 0 }
    }

    /// Its fields that are not as typed.
    pub fn issues(&self) -> impl Iterator<Item = &UserIssue> {
        self.window.issues.iter().filter(|(row, _)| *row == self.row).map(|(_, issue)| issue)
    }
}

impl<W> Window<W> {
    /// About how many bytes it takes.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The window that `build` makes of this chunk.
    pub(crate) fn new(chunk: &mut RecordChunk, build: &dyn Fn(&mut RecordChunk) -> W) -> Rc<Self> {
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
