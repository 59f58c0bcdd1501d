use serde::Serialize;

/// The number of requests of a call, and the sums of the times in their responses (`time`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Timing {
    /// Number of requests that the call has sent.
    pub requests: u32,
    /// Sum of the processing times, in seconds, by the portal's clock. Current portals report up to
    /// one second too much per request.
    pub duration: f64,
    /// Sum of `operating` of all responses, in seconds; `null` if no response has it. Each response
    /// reports the method's total of the last ten minutes, so several responses count earlier
    /// seconds more than once.
    pub operating: Option<f64>,
}

impl Timing {
    /// Adds the times of one response, in seconds.
    pub(crate) fn add_response_time(&mut self, duration: f64, operating: Option<f64>) {
        // The sum of two finite numbers can overflow to infinity, which JSON cannot represent.
        let sum = |a: f64, b: f64| (a + b).clamp(f64::MIN, f64::MAX);
        self.duration = sum(self.duration, duration);
        if let Some(operating) = operating {
            self.operating = Some(sum(self.operating.unwrap_or_default(), operating));
        }
    }

    /// Adds the requests and the times of `other`.
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
