//! Ids come in: what is a user id or names a chat, and what is refused before anything is sent.

mod chat;
mod input;
mod list;
mod table;

use std::fmt;

use serde::Serialize;

pub use chat::Chat;
pub use input::IdInput;
pub use list::{IdList, InvalidId, OnInvalid};
pub use table::{IdMap, IdSet, Key, KeyIndex};

/// The greatest user id: JavaScript's greatest safe integer, 2^53 - 1.
pub const MAX_ID: u64 = (1 << 53) - 1;

/// How many entries the ids of one call may have unless told otherwise. The hand-written part of the package has the same number.
pub const MAX_IDS: usize = 1_000_000;

/// The id of a user: a whole number from 1 to 2^53 - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct UserId(u64);

impl UserId {
    /// The id with this number, if it is one.
    #[must_use]
    pub const fn new(number: u64) -> Option<Self> {
        if number >= 1 && number <= MAX_ID { Some(Self(number)) } else { None }
    }

    /// The id with this number, if it is a whole one in range.
    #[must_use]
    pub fn from_f64(number: f64) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "2^53 - 1 is exact as f64")]
        let in_range = number >= 1.0 && number <= MAX_ID as f64 && number.fract() == 0.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
        if in_range { Some(Self(number as u64)) } else { None }
    }

    /// The id written as `/^[1-9]\d*$/`: no sign, no space, no leading zero.
    #[must_use]
    pub fn from_digits(text: &str) -> Option<Self> {
        let plain = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse().ok().and_then(Self::new) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
