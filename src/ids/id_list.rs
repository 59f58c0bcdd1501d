use serde::Serialize;

use super::id_input::IdInput;
use super::id_map::IdMap;
use super::user_id::UserId;

/// What a call does with entries that are not user ids. With `throw`, the call rejects before
/// anything is sent. With `report`, the call lists these entries in `invalid` and fetches the other
/// ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum OnInvalid {
    /// The call rejects before anything is sent.
    #[default]
    Throw,
    /// The call lists these entries in its result, and fetches the other ids.
    Report,
}

/// An entry of the ids that is not a user id. Only calls with `{ invalid: "report" }` return such
/// entries.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct InvalidId {
    /// Index of the entry in the ids that the caller passed, from 0.
    pub index: usize,
    /// The entry itself, as the caller passed it.
    #[cfg_attr(feature = "types", ts(type = "unknown"))]
    pub value: IdInput,
}

/// The ids of one call, in the order of their first occurrence, without duplicates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IdList {
    /// The valid ids, without duplicates.
    pub ids: Vec<UserId>,
    /// The entries that are not user ids.
    pub invalid: Vec<InvalidId>,
}

impl IdList {
    /// Parses all entries.
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = IdInput>) -> Self {
        Self::collect_entries(&mut entries.into_iter())
    }

    /// Parses the entries; `None` if there are more than `max`. `entries` may be infinite, because
    /// at most `max + 1` entries are read.
    pub fn parse(max: usize, entries: &mut dyn Iterator<Item = IdInput>) -> Option<Self> {
        let list = Self::collect_entries(&mut entries.take(max));
        entries.next().is_none().then_some(list)
    }

    fn collect_entries(entries: &mut dyn Iterator<Item = IdInput>) -> Self {
        let mut list = Self::default();
        let mut seen = IdMap::default();
        for (index, value) in entries.enumerate() {
            match value.to_user_id() {
                Some(id) if seen.insert(id, ()) => list.ids.push(id),
                Some(_) => {}
                None => list.invalid.push(InvalidId { index, value }),
            }
        }
        list
    }
}
