use serde::Serialize;

/// The number of requests of a call, and the sums of the times in the responses (`time`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Timing {
    /// Number of requests sent.
    pub requests: u32,
    /// Seconds of processing, by the portal's clock. Current portals report up to one second too
    /// much per request.
    pub duration: f64,
    /// Seconds counted against the operating-time limit; `null` if no response reports them. Each
    /// response reports the method's total of the last ten minutes, so with several responses the
    /// earlier seconds are counted more than once.
    pub operating: Option<f64>,
}

impl Timing {
    /// Adds the time of one response, in seconds.
    pub(crate) fn add_response_time(&mut self, duration: f64, operating: Option<f64>) {
        // The sum of two finite numbers can overflow, and JSON has no infinity.
        let sum = |a: f64, b: f64| (a + b).clamp(f64::MIN, f64::MAX);
        self.duration = sum(self.duration, duration);
        if let Some(operating) = operating {
            self.operating = Some(sum(self.operating.unwrap_or_default(), operating));
        }
    }

    /// Adds the requests and the time of `other`.
    pub(crate) fn merge(&mut self, other: Self) {
        self.requests += other.requests;
        self.add_response_time(other.duration, other.operating);
    }
}

#[cfg(test)]
mod tests {
    use super::Timing;

    #[test]
    fn sums_of_hostile_times_stay_finite() {
        let mut timing = Timing::default();
        for _ in 0..2 {
            timing.add_response_time(f64::MAX, Some(f64::MIN));
        }
        assert_eq!((timing.duration, timing.operating), (f64::MAX, Some(f64::MIN)));
    }
}
