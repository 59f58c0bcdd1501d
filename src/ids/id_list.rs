use serde::Serialize;

use super::id_input::IdInput;
use super::id_map::IdMap;
use super::user_id::UserId;

/// How a call treats entries that are not user ids: `throw` rejects the call before anything is
/// sent, `report` lists them in `invalid` and fetches the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum OnInvalid {
    /// Reject the call before anything is sent.
    #[default]
    Throw,
    /// List them in the result and fetch the others.
    Report,
}

/// An entry of the ids that is not a user id. Reported with `{ invalid: "report" }`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct InvalidId {
    /// Index of the entry in the ids as passed, from 0.
    pub index: usize,
    /// The value itself, as passed.
    #[cfg_attr(feature = "types", ts(type = "unknown"))]
    pub value: IdInput,
}

/// The ids of one call, without duplicates, in order of first occurrence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IdList {
    /// The valid ids.
    pub ids: Vec<UserId>,
    /// The invalid entries.
    pub invalid: Vec<InvalidId>,
}

impl IdList {
    /// Parses all entries.
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = IdInput>) -> Self {
        Self::collect_entries(&mut entries.into_iter())
    }

    /// Parses the entries; `None` if there are more than `max`. `entries` may be infinite: at most
    /// `max + 1` are read.
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
