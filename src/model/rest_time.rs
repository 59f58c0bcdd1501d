use serde::Serialize;

use crate::time::Millis;

/// The time that a REST call took (`time`). A field that the portal does not send is `null`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RestTime {
    /// Start of the call, in seconds since 1970; whole seconds from current portals.
    pub start: Option<f64>,
    /// End of the call, in seconds since 1970.
    pub finish: Option<f64>,
    /// Seconds between start and end; up to one second too much from current portals.
    pub duration: Option<f64>,
    /// Seconds of processing by the method itself; mostly 0 from current portals.
    pub processing: Option<f64>,
    /// Start of the call, in ISO 8601 with the portal's offset.
    pub date_start: Option<String>,
    /// End of the call, in ISO 8601 with the portal's offset.
    pub date_finish: Option<String>,
    /// Seconds of processing by the method for the application in the last ten minutes, which the
    /// portal limits.
    pub operating: Option<f64>,
    /// Time at which `operating` decreases, in seconds since 1970.
    pub operating_reset_at: Option<f64>,
}

impl RestTime {
    /// The time between the end of the call and the decrease of `operating`, by the portal's clock.
    #[must_use]
    pub fn reset_in(&self) -> Option<Millis> {
        let end = self.finish.or(self.start)?;
        Some(Millis::from_secs(self.operating_reset_at? - end))
    }
}
