use std::fmt::Write;

use serde::Serialize;

use super::input::IdInput;

use super::table::IdMap;

use crate::error::{Error, ErrorKind, Result, code};
use crate::ids::UserId;

/// How many refused entries an error names.
const NAMED_ENTRIES: usize = 20;

/// What entries that are not user ids do: `throw` fails the call before anything is sent, `report` lists them in the result
/// and fetches the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum OnInvalid {
    /// They fail the call before anything is sent.
    #[default]
    Throw,
    /// They are listed in the result, and the others are fetched.
    Report,
}

/// An entry of the ids that is not a user id; told of with `{ invalid: "report" }`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct InvalidId {
    /// Where it stands among the ids as given, from 0.
    pub index: usize,
    /// The very value given.
    #[cfg_attr(feature = "types", ts(type = "unknown"))]
    pub value: IdInput,
}

/// The ids of one call: each once, in the order first asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IdList {
    /// The ids.
    pub ids: Vec<UserId>,
    /// The entries that are none.
    pub invalid: Vec<InvalidId>,
}

impl IdList {
    /// Sorts the entries into ids and others.
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = IdInput>) -> Self {
        Self::of(usize::MAX, &mut entries.into_iter())
    }

    fn of(most: usize, entries: &mut dyn Iterator<Item = IdInput>) -> Self {
        let mut list = Self::default();
        let mut seen = IdMap::default();
        for (index, entry) in entries.take(most).enumerate() {
            match entry.id() {
                Some(id) if seen.insert(id, ()) => list.ids.push(id),
                Some(_) => {}
                None => list.invalid.push(InvalidId { index, value: entry }),
            }
        }
        list
    }

    /// Sorts the entries into ids and others, if there are no more than `most`.
    ///
    /// # Errors
    /// `TOO_MANY_IDS` otherwise; no more entries are looked at.
    pub fn up_to(most: usize, entries: &mut dyn Iterator<Item = IdInput>) -> Result<Self> {
        let list = Self::of(most, entries);
        if entries.next().is_none() {
            return Ok(list);
        }
        let message = format!("More than {most} ids; `limits.maxIds` is how many one call takes");
        Err(Error::new(ErrorKind::Request, code::TOO_MANY_IDS, message))
    }

    /// The error `INVALID_ID` about the entries that are no ids, if there are any. `scrub` blots secrets out of their texts, and `digits`
    /// writes numbers.
    #[must_use]
    pub fn refusal(&self, scrub: &dyn Fn(&str) -> String, digits: fn(f64) -> String) -> Option<Error> {
        if self.invalid.is_empty() {
            return None;
        }
        let mut message = String::from("Not user ids");
        for (number, entry) in self.invalid.iter().take(NAMED_ENTRIES).enumerate() {
            let described = entry.value.describe(scrub, digits);
            let separator = if number == 0 { ":" } else { "," };
            write!(message, "{separator} [{}] {described}", entry.index).expect("a String takes all text");
        }
        if let Some(more @ 1..) = self.invalid.len().checked_sub(NAMED_ENTRIES) {
            write!(message, " and {more} more").expect("a String takes all text");
        }
        message +=
            ". A user id is a whole number from 1 to 2^53 - 1, as a number or as a string of its digits";
        Some(Error::new(ErrorKind::Request, code::INVALID_ID, message))
    }
}
