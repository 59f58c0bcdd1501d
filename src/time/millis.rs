use std::ops::{Add, Mul, Neg, Sub};

/// A span of time, in milliseconds. It may be fractional or infinite, and is negative between two
/// readings of a clock that was set back, so `Duration` cannot replace it.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
#[repr(transparent)]
pub struct Millis(f64);

impl Millis {
    /// No time.
    pub const ZERO: Self = Self(0.0);

    /// A span that never ends.
    pub const INFINITY: Self = Self(f64::INFINITY);

    /// A span of so many milliseconds.
    #[inline]
    #[must_use]
    pub const fn new(ms: f64) -> Self {
        Self(ms)
    }

    /// A span of so many seconds.
    #[inline]
    #[must_use]
    pub const fn from_secs(seconds: f64) -> Self {
        Self(seconds * 1000.0)
    }

    /// Its number of milliseconds.
    #[inline]
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Its number of seconds.
    #[inline]
    #[must_use]
    pub const fn as_secs(self) -> f64 {
        self.0 / 1000.0
    }

    /// Whole milliseconds for a message. Formatting of `f64` would be a good part of the module.
    #[inline]
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, which is right for a message"
    )]
    pub const fn for_display(self) -> u64 {
        self.0 as u64
    }

    /// The next whole millisecond.
    #[inline]
    #[must_use]
    pub const fn ceil(self) -> Self {
        Self(self.0.ceil())
    }

    /// The shorter span.
    #[inline]
    #[must_use]
    pub const fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }

    /// The longer span.
    #[inline]
    #[must_use]
    pub const fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }
}

impl Add for Millis {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Millis {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Millis {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<f64> for Millis {
    type Output = Self;

    #[inline]
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}
