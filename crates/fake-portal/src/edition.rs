//! The edition of the portal to imitate: editions differ by version, modules and time zone.

use crate::version::Version;
use serde::{Deserialize, Serialize};

/// An edition of the portal: its version, modules and time zone. The default is the current cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Edition {
    /// The version of the portal's software.
    pub version: Version,
    /// Whether operating time is limited: always in the cloud, rarely on premise.
    pub load_limiter: bool,
    /// Whether the telephony module is installed, which normalizes phone numbers. Without the
    /// module, phone numbers stay as typed.
    pub telephony: bool,
    /// The time zone, in minutes east of UTC.
    pub utc_offset_minutes: i16,
}

impl Default for Edition {
    /// The current cloud, with the time zone and phone numbers of the documentation's examples.
    fn default() -> Self {
        Self {
            version: Version::CURRENT,
            load_limiter: true,
            telephony: false,
            utc_offset_minutes: 60,
        }
    }
}

impl Edition {
    /// Validates the time zone.
    ///
    /// # Errors
    ///
    /// A time zone beyond UTC−14 or UTC+14.
    pub fn validate_utc_offset(&self) -> Result<(), &'static str> {
        if self.utc_offset_minutes.abs() <= 14 * 60 {
            Ok(())
        } else {
            Err("`utcOffsetMinutes` must be from -840 to 840")
        }
    }
}
