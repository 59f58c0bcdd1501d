//! The edition of the portal that is imitated. Editions differ in their version, their modules and
//! their time zone.

use crate::version::Version;
use serde::{Deserialize, Serialize};

/// The edition of the portal that is imitated. The default is a current cloud portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Edition {
    /// The version of the portal's software.
    pub version: Version,
    /// Whether the portal reports the processing time of each method (operating time), and limits
    /// it if `LimitOptions::operating_seconds` is set. Cloud portals always do, on-premise portals
    /// rarely.
    pub load_limiter: bool,
    /// Whether the portal has the telephony module. If so, the `im` methods reduce phone numbers to
    /// digits, and leave out numbers of fewer than ten digits; otherwise, they send the numbers as
    /// typed.
    pub telephony: bool,
    /// The offset of the portal's time zone from UTC, in minutes. Positive values are east of UTC.
    pub utc_offset_minutes: i16,
}

impl Default for Edition {
    /// A current cloud portal. Its time zone and its format of phone numbers are those of the
    /// examples in Bitrix24's documentation.
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
    /// The offset of the time zone is not between UTC−14 and UTC+14.
    pub fn validate_utc_offset(&self) -> Result<(), &'static str> {
        if self.utc_offset_minutes.abs() <= 14 * 60 {
            Ok(())
        } else {
            Err("`utcOffsetMinutes` must be from -840 to 840")
        }
    }
}
