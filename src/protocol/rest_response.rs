use std::rc::Rc;

use b24_record_reader::{EntryValue, ListEntry, ParseNumber, ParsedBody, RecordList};

use super::chunk::Chunk;
use super::raw_json::RawJson;
use super::user_ref::UserRef;
use super::users_by_id::{UsersById, unrequested_user_error};
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::model::RestTime;

/// The portal's response to a successful call. Boxed, because it is moved often.
pub type RestResponse = Box<RestResponseInner>;

/// The parts of a [`RestResponse`]. Its users are in chunks.
#[derive(Debug)]
pub struct RestResponseInner {
    /// The HTTP status.
    pub status: u16,
    /// The method's result, unless that was users.
    pub result: RawJson,
    /// Offset of the next page of a list: any number that the portal sends.
    pub next: Option<f64>,
    /// Number of rows of the list. `None` if the portal sends 0 or -1: methods that do not count
    /// rows do, so an empty list has `None` as well.
    pub total: Option<f64>,
    /// The time that the call took.
    pub time: RestTime,
    pub(crate) body: Rc<ParsedBody>,
    /// The index of the result among the body's lists, if it is a list.
    pub(crate) list: Option<usize>,
    pub(crate) chunks: Rc<[Rc<Chunk>]>,
    pub(crate) parse: ParseNumber,
}

impl RestResponseInner {
    /// The list of users in the result.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if the result is not a list of users.
    pub fn users(&self) -> Result<UsersById<'_>> {
        UsersById::from_list(self.list(), &self.chunks, self.status)
    }

    /// The single user in the result.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if the result is not a user; `UNEXPECTED_USERS` if it is another user than
    /// `expected`.
    pub fn user(&self, expected: Option<UserId>) -> Result<UserRef> {
        let entries = self.list().map(|list| &list.entries[..]);
        let Some([ListEntry { value: EntryValue::Record { id, chunk, row }, .. }]) = entries else {
            return Err(Error::bad_response(self.status, "The portal's response is not a user"));
        };
        match (UserId::new(*id), expected) {
            (Some(id), Some(expected)) if expected != id => Err(unrequested_user_error(id)),
            _ => Ok(UserRef { chunk: self.chunks[*chunk].clone(), row: *row }),
        }
    }

    /// Offset of the next page, if the portal sent a number. 0 is not an offset.
    #[must_use]
    pub fn next_offset(&self) -> Option<u64> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts saturate, and callers ignore 0"
        )]
        self.next.map(|next| next as u64)
    }

    /// Number of rows of the list. `None` if the method does not count them: portals send 0 or -1.
    #[must_use]
    pub fn total_rows(&self) -> Option<u64> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts saturate, and 0 is filtered out"
        )]
        self.total.map(|total| total as u64).filter(|&total| total > 0)
    }

    fn list(&self) -> Option<&RecordList> {
        self.body.lists.get(self.list?)
    }
}
