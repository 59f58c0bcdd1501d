use std::ops::{Add, Sub};

use super::Millis;

/// A point in time, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
#[repr(transparent)]
pub struct Timestamp(f64);

impl Timestamp {
    /// The time `ms` milliseconds after the start of 1970 (UTC).
    #[inline]
    #[must_use]
    pub const fn new(ms: f64) -> Self {
        Self(ms)
    }

    /// The time `seconds` seconds after the start of 1970 (UTC).
    #[inline]
    #[must_use]
    pub const fn from_secs(seconds: f64) -> Self {
        Self(seconds * 1000.0)
    }

    /// The milliseconds since 1970.
    #[inline]
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The earlier of two times.
    #[inline]
    #[must_use]
    pub const fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }
}

impl Sub for Timestamp {
    type Output = Millis;

    #[inline]
    fn sub(self, earlier: Self) -> Millis {
        Millis::new(self.0 - earlier.0)
    }
}

impl Add<Millis> for Timestamp {
    type Output = Self;

    #[inline]
    fn add(self, span: Millis) -> Self {
        Self(self.0 + span.get())
    }
}

impl Sub<Millis> for Timestamp {
    type Output = Self;

    #[inline]
    fn sub(self, span: Millis) -> Self {
        Self(self.0 - span.get())
    }
}
