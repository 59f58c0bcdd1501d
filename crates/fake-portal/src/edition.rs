//! Which portal this one plays: portals differ by age, by modules and by where they are.

use serde::{Deserialize, Serialize};

/// A kind of portal. By default the cloud's of today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Edition {
    /// How old it is.
    pub version: Version,
    /// Whether it counts operating time: always in the cloud, rarely elsewhere.
    pub load_limiter: bool,
    /// Whether it has telephony, which rewrites telephone numbers; without, they are as people typed them.
    pub telephony: bool,
    /// Its time zone, in minutes east of Greenwich.
    pub utc_offset_minutes: i16,
}

impl Default for Edition {
    /// The time zone is that of the documentation's examples, and so is the lack of telephony.
    fn default() -> Self {
        Self { version: Version::CURRENT, load_limiter: true, telephony: false, utc_offset_minutes: 60 }
    }
}

impl Edition {
    /// Why there can be no such portal, if there cannot.
    ///
    /// # Errors
    ///
    /// A time zone that no place on Earth has.
    pub fn check(&self) -> Result<(), &'static str> {
        if self.utc_offset_minutes.abs() <= 14 * 60 {
            Ok(())
        } else {
            Err("`utcOffsetMinutes` must be from -840 to 840")
        }
    }
}

/// A version of the portal's software: `24.300`, or with a full year `2024.300`, or a year alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    year: u16,
    update: u16,
}

impl Version {
    /// What the portal is when nothing else is said.
    pub const CURRENT: Self = Self::new(26, 250);
    /// Since then people have more fields, bots among them.
    pub const FULL_USERS: Self = Self::new(24, 300);
    /// Since then ids in a text are read with much patience at once.
    pub const LENIENT_IDS: Self = Self::new(24, 300);
    /// Since then times are cut to seconds.
    pub const WHOLE_SECONDS: Self = Self::new(25, 700);
    /// Since then answers tell their time at all.
    pub const TIMES: Self = Self::new(19, 0);

    /// The version of a year, of which the century does not matter, and an update.
    #[must_use]
    pub const fn new(year: u16, update: u16) -> Self {
        Self { year: year % 100, update }
    }
}

impl TryFrom<String> for Version {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (year, update) = text.split_once('.').unwrap_or((&text, "0"));
        match (year.parse(), update.parse()) {
            (Ok(year), Ok(update)) => Ok(Self::new(year, update)),
            _ => Err("a version is like 24.300"),
        }
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        format!("{}.{}", version.year, version.update)
    }
}
