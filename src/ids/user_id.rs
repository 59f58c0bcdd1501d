use std::fmt;

use serde::Serialize;

/// The greatest user id: 2^53 - 1, which is JavaScript's greatest safe integer.
pub const MAX_ID: u64 = (1 << 53) - 1;

/// The id of a user: an integer from 1 to 2^53 - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct UserId(pub(super) u64);

impl UserId {
    /// The id with this number; `None` if the number is out of range.
    #[must_use]
    pub const fn new(number: u64) -> Option<Self> {
        if number >= 1 && number <= MAX_ID { Some(Self(number)) } else { None }
    }

    /// The id with this number; `None` if the number is not an integer in range.
    #[must_use]
    pub fn from_f64(number: f64) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "2^53 - 1 is exact as f64")]
        let is_id = number >= 1.0 && number <= MAX_ID as f64 && number.fract() == 0.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an integer in range"
        )]
        if is_id { Some(Self(number as u64)) } else { None }
    }

    /// Parses an id that is written in decimal digits, without sign, space or leading zero:
    /// `/^[1-9]\d*$/`. `None` if the text is not such an id.
    #[must_use]
    pub fn from_digits(text: &str) -> Option<Self> {
        let is_digits = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_digits { text.parse().ok().and_then(Self::new) } else { None }
    }

    /// The id as a number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The id as JavaScript's number.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "2^53 - 1 is exact as f64")]
    pub const fn to_f64(self) -> f64 {
        self.0 as f64
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
