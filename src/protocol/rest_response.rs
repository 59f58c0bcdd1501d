use std::rc::Rc;

use b24_record_reader::{EntryValue, ListEntry, ParseNumber, ParsedBody, RecordList};

use super::chunk::Chunk;
use super::raw_json::RawJson;
use super::user_ref::UserRef;
use super::users_by_id::{UsersById, unrequested_user_error};
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::model::RestTime;

/// The portal's response to a successful call. The type is a box because responses are moved often.
pub type RestResponse = Box<RestResponseInner>;

/// The content of a [`RestResponse`]. Its users are in chunks.
#[derive(Debug)]
pub struct RestResponseInner {
    /// The HTTP status.
    pub status: u16,
    /// The result of the method; empty if the result is users.
    pub result: RawJson,
    /// Offset of the next page of a list, as sent by the portal; `None` if it sent no number.
    pub next: Option<f64>,
    /// Number of rows of the list, as sent by the portal; `None` if it sent no number. Methods that
    /// do not count rows send 0 or -1: see [`Self::total_rows`].
    pub total: Option<f64>,
    /// The times of the call, as the portal reports them.
    pub time: RestTime,
    pub(crate) body: Rc<ParsedBody>,
    /// Index of the result in `body.lists`; `None` if the result is not users.
    pub(crate) list: Option<usize>,
    pub(crate) chunks: Rc<[Rc<Chunk>]>,
    pub(crate) parse: ParseNumber,
}

impl RestResponseInner {
    /// The users in the result, if it is a list of users.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if the result is not a list of users.
    pub fn users(&self) -> Result<UsersById<'_>> {
        UsersById::from_list(self.list(), &self.chunks, self.status)
    }

    /// The single user in the result. `expected` is the requested id, if any.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if the result is not a user. `UNEXPECTED_USERS` if the user has another id
    /// than `expected`.
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

    /// Offset of the next page; `None` if the portal sent no number. 0 means that there is no next
    /// page.
    #[must_use]
    pub fn next_offset(&self) -> Option<u64> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts saturate, and callers ignore 0"
        )]
        self.next.map(|next| next as u64)
    }

    /// Number of rows of the list. `None` if the portal sent no number, or if it sent 0 or -1:
    /// portals send these values for an empty list, and also for a list whose rows they do not
    /// count.
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
