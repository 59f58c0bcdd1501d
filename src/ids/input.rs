use serde::{Serialize, Serializer};

use crate::ids::UserId;
use crate::text::{quoted, shorten};

/// How many characters of a refused entry an error shows.
const SHOWN_CHARS: usize = 24;

/// One entry of the ids, as the caller gave it.
#[derive(Clone, Debug, PartialEq)]
pub enum IdInput {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Anything else, by what it is: `null`, `an array`, ...
    Other(&'static str),
}

impl IdInput {
    /// The user id that this entry names, if it names one.
    #[must_use]
    pub fn id(&self) -> Option<UserId> {
        match self {
            Self::Number(number) => UserId::from_f64(*number),
            Self::Text(text) => UserId::from_digits(text),
            Self::Other(_) => None,
        }
    }

    /// The entry for an error's text, shortened; `scrub` blots secrets out of it, and `digits` writes a number.
    #[must_use]
    pub fn describe(&self, scrub: &dyn Fn(&str) -> String, digits: fn(f64) -> String) -> String {
        match self {
            Self::Number(number) => digits(*number),
            // Scrubbed first and shortened then: half a token is a secret as well.
            Self::Text(text) => shorten(quoted(&scrub(text)), SHOWN_CHARS),
            Self::Other(what) => (*what).into(),
        }
    }
}

impl Serialize for IdInput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Other(what) => serializer.serialize_str(what),
        }
    }
}
