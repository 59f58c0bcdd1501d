use std::ops::{Add, Mul, Neg, Sub};

/// A span of time, in milliseconds. Unlike a `Duration`, it may be fractional, infinite or
/// negative. The span from an earlier to a later reading of a clock is negative if the clock was
/// set back in between.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
#[repr(transparent)]
pub struct Millis(f64);

impl Millis {
    /// The span of zero milliseconds.
    pub const ZERO: Self = Self(0.0);

    /// A span that never ends.
    pub const INFINITY: Self = Self(f64::INFINITY);

    /// A span of `ms` milliseconds.
    #[inline]
    #[must_use]
    pub const fn new(ms: f64) -> Self {
        Self(ms)
    }

    /// A span of `seconds` seconds.
    #[inline]
    #[must_use]
    pub const fn from_secs(seconds: f64) -> Self {
        Self(seconds * 1000.0)
    }

    /// The span in milliseconds.
    #[inline]
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The span in seconds.
    #[inline]
    #[must_use]
    pub const fn as_secs(self) -> f64 {
        self.0 / 1000.0
    }

    /// The whole milliseconds of the span, for a message. An integer, because code that formats
    /// `f64` would enlarge the WebAssembly module.
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

    /// Rounds up to whole milliseconds.
    #[inline]
    #[must_use]
    pub const fn ceil(self) -> Self {
        Self(self.0.ceil())
    }

    /// The shorter of two spans.
    #[inline]
    #[must_use]
    pub const fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }

    /// The longer of two spans.
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
