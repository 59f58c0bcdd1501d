use serde::{Serialize, Serializer};

use super::UserId;
use crate::shorten::shorten;

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

    /// The entry for an error's text, shortened; `scrub` blots secrets out of it.
    #[must_use]
    pub fn describe(&self, scrub: impl Fn(&str) -> String) -> String {
        match self {
            Self::Number(number) => describe_number(*number),
            // Scrubbed first and shortened then: half a token is a secret as well.
            Self::Text(text) => shorten(format!("{:?}", scrub(text)), SHOWN_CHARS),
            Self::Other(what) => (*what).into(),
        }
    }
}

/// A number as JavaScript writes it, but for very great and very small ones.
fn describe_number(number: f64) -> String {
    match serde_json::Number::from_f64(number) {
        // By the way of JSON, which the module knows already: the formatting of `core` weighs as much as this whole room.
        Some(number) => number.to_string().trim_end_matches(".0").into(),
        None if number.is_nan() => "NaN".into(),
        None if number > 0.0 => "Infinity".into(),
        None => "-Infinity".into(),
    }
}

impl Serialize for IdInput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.describe(str::to_owned))
    }
}
