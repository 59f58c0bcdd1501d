//! The list of users in a response, indexed by id.

use std::rc::Rc;

use b24_record_reader::{EntryValue, ListEntry, RecordList};

use super::chunk::Chunk;
use super::user_ref::UserRef;
use crate::error::{Error, ErrorKind, Result, code};
use crate::ids::{IdMap, UserId};

/// The users in a response, by id.
#[derive(Debug)]
pub struct UsersById<'a> {
    entries: &'a [ListEntry],
    chunks: &'a [Rc<Chunk>],
    /// For each id, the index of its entry. If an id has several entries, this is the last.
    by_id: IdMap<usize>,
    /// Number of entries that have no id: `null` in an array.
    without_id: usize,
}

impl<'a> UsersById<'a> {
    /// Reads a list of users. The list is `{"4": {...}, "999": null}` or `[{...}, null]`; an empty
    /// list is `[]` in either case. If an id has several entries, only the last counts.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if the result is not a list, if a key is not a user id, or if an entry that
    /// counts is neither `null` nor a user with a valid id (if it has a key: the id in the key).
    pub(crate) fn from_list(
        list: Option<&'a RecordList>,
        chunks: &'a [Rc<Chunk>],
        status: u16,
    ) -> Result<Self> {
        let bad =
            |what: &str| Error::bad_response(status, format!("The portal's list of users {what}"));
        let list = list.filter(|list| list.is_list).ok_or_else(|| bad("is not a list"))?;
        if let Some(entry) = first_invalid(list) {
            return Err(match (entry.value, entry.key) {
                (EntryValue::InvalidKey, _) => bad("has a key that is not a user id"),
                (_, Some(key)) => bad(&format!("has an entry {key} that is not user {key}")),
                (_, None) => bad("has an entry without a user id"),
            });
        }
        let mut by_id = IdMap::with_capacity(list.entries.len());
        let mut without_id = 0;
        for (index, entry) in list.entries.iter().enumerate() {
            match entry_id(entry) {
                Some(id) => _ = by_id.insert(id, index),
                None => without_id += 1,
            }
        }
        Ok(Self { entries: &list.entries, chunks, by_id, without_id })
    }

    /// Number of entries, including those of missing users. Entries with the same id count once.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len() + self.without_id
    }

    /// Whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ids of the users that have a record, in the portal's order.
    pub fn ids(&self) -> impl Iterator<Item = UserId> {
        self.by_id.iter().filter(|(_, index)| self.row(**index).is_some()).map(|(id, _)| id)
    }

    /// The user with this id; `None` if the portal sent `null` or no entry for the id.
    #[must_use]
    pub fn get(&self, id: UserId) -> Option<UserRef> {
        let (chunk, row) = self.row(*self.by_id.get(id)?)?;
        Some(UserRef { chunk: self.chunks.get(chunk)?.clone(), row })
    }

    /// The id of a returned user who is not in `expected`; `None` if there is no such user.
    #[must_use]
    pub fn find_unrequested(&self, expected: &[UserId]) -> Option<UserId> {
        // The fast path: portals usually return the users in the requested order.
        if expected.iter().copied().eq(self.by_id.iter().map(|(id, _)| id)) {
            return None;
        }
        let is_found =
            |id: &&UserId| self.by_id.get(**id).and_then(|index| self.row(*index)).is_some();
        if self.ids().count() == expected.iter().filter(is_found).count() {
            return None;
        }
        self.ids().find(|id| !expected.contains(id))
    }

    /// Finds the record of the entry at `index`. Returns the index of the record's chunk, and the
    /// row of the record in that chunk; `None` if the entry has no record.
    fn row(&self, index: usize) -> Option<(usize, usize)> {
        match self.entries.get(index)?.value {
            EntryValue::Record { chunk, row, .. } => Some((chunk, row)),
            _ => None,
        }
    }
}

/// The id of an entry: its key, or the id in its record. `None` if neither is a valid user id.
fn entry_id(entry: &ListEntry) -> Option<UserId> {
    let own = if let EntryValue::Record { id, .. } = entry.value { Some(id) } else { None };
    entry.key.or(own).and_then(UserId::new)
}

/// The first invalid entry that is not replaced by a later entry with the same id; `None` if there
/// is no such entry.
fn first_invalid(list: &RecordList) -> Option<&ListEntry> {
    let is_invalid =
        |entry: &&ListEntry| matches!(entry.value, EntryValue::Invalid | EntryValue::InvalidKey);
    list.entries.iter().find(is_invalid)?;
    let mut effective: Vec<&ListEntry> = Vec::new();
    let mut indices = IdMap::default();
    for entry in &list.entries {
        let id = entry_id(entry);
        let earlier = id.and_then(|id| indices.get(id).copied());
        if let Some(earlier) = earlier.and_then(|index: usize| effective.get_mut(index)) {
            *earlier = entry;
            continue;
        }
        if let Some(id) = id {
            indices.insert(id, effective.len());
        }
        effective.push(entry);
    }
    effective.into_iter().find(is_invalid)
}

/// The error `UNEXPECTED_USERS` for a user who was not requested.
#[must_use]
pub fn unrequested_user_error(id: UserId) -> Error {
    let message = format!("The portal returned user {id}, who was not requested");
    Error::new(ErrorKind::Response, code::UNEXPECTED_USERS, message)
}
