use serde::Serialize;

use crate::time::Millis;

/// The times of a REST call, as the portal reports them (`time`). A value that the portal does not
/// send is `null`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RestTime {
    /// Start of the call, in seconds since 1970. Current portals round it down to whole seconds.
    pub start: Option<f64>,
    /// End of the call, in seconds since 1970.
    pub finish: Option<f64>,
    /// Time between `start` and `finish`, in seconds. From current portals, up to one second too
    /// long, because of the rounded `start`.
    pub duration: Option<f64>,
    /// Time that the method itself took, in seconds. Usually 0 from current portals.
    pub processing: Option<f64>,
    /// Start of the call, in ISO 8601 with the portal's UTC offset.
    pub date_start: Option<String>,
    /// End of the call, in ISO 8601 with the portal's UTC offset.
    pub date_finish: Option<String>,
    /// Operating time in seconds: how long the portal has executed this method for the application
    /// in the last ten minutes. The portal limits it.
    pub operating: Option<f64>,
    /// Time at which `operating` decreases, in seconds since 1970.
    pub operating_reset_at: Option<f64>,
}

impl RestTime {
    /// The time from the end of the call until the portal reduces `operating`, by the portal's
    /// clock. Without `finish`, `start` counts as the end. `None` without `operating_reset_at`, or
    /// with neither `finish` nor `start`.
    #[must_use]
    pub fn operating_reset_in(&self) -> Option<Millis> {
        let end = self.finish.or(self.start)?;
        Some(Millis::from_secs(self.operating_reset_at? - end))
    }
}
