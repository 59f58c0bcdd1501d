use std::rc::Rc;

use b24_record_reader::{EntryValue, ListEntry, RecordList};

use super::user_ref::{UserRef, Window};
use crate::error::{Error, ErrorKind, Result, code};
use crate::ids::{IdMap, UserId};

/// A list of users, by their ids.
#[derive(Debug)]
pub struct Users<'a, W> {
    entries: &'a [ListEntry],
    windows: &'a [Rc<Window<W>>],
    /// Which of the entries counts for each id.
    by_id: IdMap<usize>,
    /// Entries that do not tell whose they are: `null` in an array.
    nobody: usize,
}

impl<'a, W> Users<'a, W> {
    /// Reads a list: `{"4": {...}, "999": null}`, `[{...}, null]`, or `[]` for an empty one of either form. Of an id that comes twice, the
    /// last record counts.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if it is no list, or an entry cannot be told to belong to one user.
    pub(crate) fn read(
        list: Option<&'a RecordList>,
        windows: &'a [Rc<Window<W>>],
        status: u16,
    ) -> Result<Self> {
        let bad = |what: &str| Error::bad_response(status, format!("The portal's list of users {what}"));
        let list = list.filter(|list| list.is_list).ok_or_else(|| bad("is not a list"))?;
        if let Some(entry) = damage(list) {
            return Err(match (entry.value, entry.key) {
                (EntryValue::InvalidKey, _) => bad("has a key that is not a user id"),
                (_, Some(key)) => bad(&format!("has no user {key} under that id")),
                (_, None) => bad("has an entry without a user id"),
            });
        }
        let mut by_id = IdMap::with_capacity(list.entries.len());
        let mut nobody = 0;
        for (place, entry) in list.entries.iter().enumerate() {
            match id(entry) {
                Some(id) => _ = by_id.insert(id, place),
                None => nobody += 1,
            }
        }
        Ok(Self { entries: &list.entries, windows, by_id, nobody })
    }

    /// How many entries the list has, those without a user included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len() + self.nobody
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ids of the users that it has, in the portal's order.
    pub fn ids(&self) -> impl Iterator<Item = UserId> {
        self.by_id.iter().filter(|(_, place)| self.row(**place).is_some()).map(|(id, _)| id)
    }

    /// The user with this id; `None` for one whom the portal tells to be missing, or does not mention.
    #[must_use]
    pub fn get(&self, id: UserId) -> Option<UserRef<W>> {
        let (window, row) = self.row(*self.by_id.get(id)?)?;
        Some(UserRef { window: self.windows.get(window)?.clone(), row })
    }

    /// Somebody who is not among those asked for.
    #[must_use]
    pub fn unexpected_user(&self, asked: &[UserId]) -> Option<UserId> {
        // Mostly they are those, in their order.
        if asked.iter().copied().eq(self.by_id.iter().map(|(id, _)| id)) {
            return None;
        }
        let is_found = |id: &&UserId| self.by_id.get(**id).and_then(|place| self.row(*place)).is_some();
        if self.ids().count() == asked.iter().filter(is_found).count() {
            return None;
        }
        self.ids().find(|id| !asked.contains(id))
    }

    /// The window that the user of an entry is in, and the row there, if it has one.
    fn row(&self, place: usize) -> Option<(usize, usize)> {
        match self.entries.get(place)?.value {
            EntryValue::Record { chunk: window, row, .. } => Some((window, row)),
            _ => None,
        }
    }
}

/// Whose entry it is.
fn id(entry: &ListEntry) -> Option<UserId> {
    let own = if let EntryValue::Record { id, .. } = entry.value { Some(id) } else { None };
    entry.key.or(own).and_then(UserId::new)
}

/// The first entry that is not as it should be, unless another came for the same user.
fn damage(list: &RecordList) -> Option<&ListEntry> {
    let is_odd = |entry: &&ListEntry| matches!(entry.value, EntryValue::Invalid | EntryValue::InvalidKey);
    list.entries.iter().find(is_odd)?;
    let mut kept: Vec<&ListEntry> = Vec::new();
    let mut places = IdMap::default();
    for entry in &list.entries {
        let before = id(entry).and_then(|id| places.get(id).copied());
        match (before.and_then(|place: usize| kept.get_mut(place)), id(entry)) {
            (Some(before), _) => *before = entry,
            (None, id) => {
                if let Some(id) = id {
                    places.insert(id, kept.len());
                }
                kept.push(entry);
            }
        }
    }
    kept.into_iter().find(is_odd)
}

/// The error about a user whom nobody asked for.
#[must_use]
pub fn unexpected_user_error(id: UserId) -> Error {
    let message = format!("The portal answered with user {id}, who was not asked for");
    Error::new(ErrorKind::Response, code::UNEXPECTED_USERS, message)
}
