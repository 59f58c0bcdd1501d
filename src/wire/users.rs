use std::collections::hash_map::Entry as Place;
use std::rc::Rc;

use b24_columns::{Found as Fit, List};

use super::found::{Found, Window};
use crate::error::{Error, ErrorKind, Result, code};
use crate::ids::{IdMap, UserId};

/// A list of users, by their ids.
#[derive(Debug)]
pub struct Users<W> {
    places: IdMap<usize>,
    /// `None` for those whom the portal tells to be missing.
    found: Vec<Option<Found<W>>>,
}

impl<W> Users<W> {
    /// Reads a list: `{"4": {...}, "999": null}`, `[{...}, null]`, or `[]` for an empty one of either form. Of an id that comes twice, the
    /// last record counts.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if it is no list, or an entry cannot be told to belong to one user.
    pub(super) fn read(list: Option<&List>, windows: &[Rc<Window<W>>], status: u16) -> Result<Self> {
        let bad = |what: &str| Error::bad_response(status, format!("The portal's list of users {what}"));
        let list = list.filter(|list| list.is_list).ok_or_else(|| bad("is not a list"))?;
        let mut places = IdMap::with_capacity_and_hasher(list.entries.len(), <_>::default());
        let mut entries = Vec::with_capacity(list.entries.len());
        for entry in &list.entries {
            let own = if let Fit::Row { id, .. } = entry.found { Some(id) } else { None };
            match entry.key.or(own).and_then(UserId::new).map(|id| places.entry(id)) {
                Some(Place::Occupied(place)) => entries[*place.get()] = entry,
                other => {
                    if let Some(Place::Vacant(place)) = other {
                        place.insert(entries.len());
                    }
                    entries.push(entry);
                }
            }
        }
        let found = entries.into_iter().map(|entry| match (entry.found, entry.key) {
            (Fit::Row { window, row, .. }, _) => {
                Ok(windows.get(window).map(|window| Found { window: window.clone(), row }))
            }
            (Fit::Missing, _) => Ok(None),
            (Fit::OddKey, _) => Err(bad("has a key that is not a user id")),
            (Fit::Odd, Some(key)) => Err(bad(&format!("has no user {key} under that id"))),
            (Fit::Odd, None) => Err(bad("has an entry without a user id")),
        });
        Ok(Self { found: found.collect::<Result<_>>()?, places })
    }

    /// How many entries the list has, those without a user included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Those found, in the portal's order.
    pub fn iter(&self) -> impl Iterator<Item = &Found<W>> {
        self.found.iter().flatten()
    }

    /// The user with this id.
    #[must_use]
    pub fn get(&self, id: UserId) -> Option<Found<W>> {
        self.found[*self.places.get(&id)?].clone()
    }

    /// Somebody who is not among those asked for.
    #[must_use]
    pub fn stranger(&self, asked: &[UserId]) -> Option<UserId> {
        let is_found = |id: &UserId| self.places.get(id).is_some_and(|&place| self.found[place].is_some());
        let expected = asked.iter().filter(|id| is_found(id)).count();
        if self.found.iter().flatten().count() == expected {
            return None;
        }
        let strangers = self.places.iter().filter(|(id, _)| is_found(id) && !asked.contains(id));
        strangers.min_by_key(|(_, place)| **place).map(|(id, _)| *id)
    }
}

/// The error about a user whom nobody asked for.
#[must_use]
pub fn unexpected(id: UserId) -> Error {
    let message = format!("The portal answered with user {id}, who was not asked for");
    Error::new(ErrorKind::Response, code::UNEXPECTED_USERS, message)
}
