use serde::Serialize;

/// What the portal tells of the time that a call took (`time`). Portals differ in what they tell; `null` is what they do not.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RestTime {
    /// When the call began, in seconds since 1970; whole seconds on portals of today.
    pub start: Option<f64>,
    /// When it ended, in seconds since 1970.
    pub finish: Option<f64>,
    /// How many seconds lie between them; up to one second more than true from portals of today.
    pub duration: Option<f64>,
    /// How many seconds of them the method itself worked; mostly 0 from portals of today.
    pub processing: Option<f64>,
    /// When it began, in ISO 8601 with the portal's offset.
    pub date_start: Option<String>,
    /// When it ended, in ISO 8601 with the portal's offset.
    pub date_finish: Option<String>,
    /// Seconds that the method has worked for the application in the last ten minutes, which the portal limits.
    pub operating: Option<f64>,
    /// When that count falls, in seconds since 1970.
    pub operating_reset_at: Option<f64>,
}

impl RestTime {
    /// In how many milliseconds after the call that count falls, by the portal's own clock.
    #[must_use]
    pub fn reset_in_ms(&self) -> Option<f64> {
        let end = self.finish.or(self.start)?;
        Some((self.operating_reset_at? - end) * 1000.0)
    }
}
