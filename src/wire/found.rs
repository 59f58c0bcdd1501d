use std::rc::Rc;

use b24_columns::{Columns, Row, width};

use crate::ids::UserId;
use crate::model::{FromRow, Record, User, UserIssue};
use crate::shorten::shorten;

/// How many characters of an odd value an issue shows.
const SHOWN_CHARS: usize = 80;

/// The users of one window of an answer, and what was odd about them.
#[derive(Debug)]
pub struct Window<W> {
    /// What the host made of them.
    pub users: W,
    issues: Vec<(usize, UserIssue)>,
}

/// A user in a window. Clones share it.
#[derive(Debug)]
pub struct Found<W> {
    /// The window.
    pub window: Rc<Window<W>>,
    /// And the row in it.
    pub row: usize,
}

impl<W> Clone for Found<W> {
    fn clone(&self) -> Self {
        Self { window: self.window.clone(), row: self.row }
    }
}

impl<W> Found<W> {
    /// Its fields that are not as typed.
    pub fn issues(&self) -> impl Iterator<Item = &UserIssue> {
        self.window.issues.iter().filter(|(row, _)| *row == self.row).map(|(_, issue)| issue)
    }
}

impl<W> Window<W> {
    /// The window that `build` makes of these columns.
    pub(super) fn new(columns: &mut Columns, build: &dyn Fn(&Columns) -> W) -> Rc<Self> {
        let users = build(columns);
        let issues = std::mem::take(&mut columns.issues).into_iter().map(|issue| {
            let mut row = Row::new(columns, issue.row * width(User::FIELDS));
            let id = UserId::from_row(&mut row, User::FIELDS[0].kind);
            let received = shorten(issue.received, SHOWN_CHARS);
            (issue.row, UserIssue { id, path: issue.path, expected: issue.expected.into(), received })
        });
        Rc::new(Self { issues: issues.collect(), users })
    }
}
