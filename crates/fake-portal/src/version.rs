//! Versions of the portal's software, and which version changed what.

use serde::{Deserialize, Serialize};

/// A version such as `24.300`, `2024.300` or `2018`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    year: u16,
    update: u16,
}

impl Version {
    /// The version that is imitated by default.
    pub const CURRENT: Self = Self::new(26, 250);
    /// The first version with the full user object, which added fields such as `bot_data`.
    pub const FULL_USER_OBJECTS: Self = Self::new(24, 300);
    /// The first version that parses a string of ids only as a JavaScript literal. Earlier versions
    /// first try to parse the string as JSON.
    pub const LENIENT_ID_PARSING: Self = Self::new(24, 300);
    /// The first version that truncates `time.start` to seconds.
    pub const TRUNCATED_TIMES: Self = Self::new(25, 700);
    /// The first version that sends `time` in responses.
    pub const TIME_FIELD: Self = Self::new(19, 0);

    /// Creates a version from a year, of which the century is ignored, and an update number.
    #[must_use]
    pub const fn new(year: u16, update: u16) -> Self {
        Self { year: year % 100, update }
    }
}

impl TryFrom<String> for Version {
    type Error = &'static str;

    fn try_from(version: String) -> Result<Self, Self::Error> {
        let (year, update) = version.split_once('.').unwrap_or((&version, "0"));
        match (year.parse(), update.parse()) {
            (Ok(year), Ok(update)) => Ok(Self::new(year, update)),
            _ => Err("a version must be like \"24.300\""),
        }
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        format!("{}.{}", version.year, version.update)
    }
}
