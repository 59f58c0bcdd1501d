use std::cell::RefCell;

/// Seconds of operating time from which on a method is not called until its reset. Portals on
/// premises allow 420 in ten minutes, the cloud 480.
const LIMIT_SECONDS: f64 = 380.0;

/// Portals count the last ten minutes, so no reset is further off, whatever the portal's clock
/// says.
const MAX_COOLDOWN_MS: f64 = 600_000.0;

/// The cooldown after a refusal without a known reset: one of the portal's ten buckets of a minute.
const DEFAULT_COOLDOWN_MS: f64 = 60_000.0;

/// The operating time that the portal has spent on each method. Beyond its limit the portal refuses
/// the method for minutes.
#[derive(Debug, Default)]
pub struct OperatingTimeLimit(RefCell<Vec<(String, OperatingTime)>>);

#[derive(Clone, Copy, Debug)]
struct OperatingTime {
    seconds: f64,
    reset_at_ms: f64,
    /// Since when the portal has refused the method, if it does.
    refused_since_ms: Option<f64>,
}

impl OperatingTimeLimit {
    /// Records a response of a method: the portal does not refuse the method, has spent so much
    /// operating time on it, and resets that in so many milliseconds. Unknown numbers keep the
    /// known.
    pub fn record(
        &self,
        method: &str,
        operating_seconds: Option<f64>,
        reset_in_ms: Option<f64>,
        now_ms: f64,
    ) {
        let known = self.get(method).map(|time| (time.seconds, time.reset_at_ms));
        let reset_at_ms = reset_in_ms.map(|ms| now_ms + ms.min(MAX_COOLDOWN_MS));
        if let Some((seconds, reset_at_ms)) = operating_seconds.zip(reset_at_ms).or(known) {
            self.set(method, OperatingTime { seconds, reset_at_ms, refused_since_ms: None });
        }
    }

    /// Records that the portal refuses the method, until its reset if that is known. Returns in how
    /// many milliseconds the reset is; `None` if that is unknown.
    pub fn mark_exhausted(
        &self,
        method: &str,
        reset_in_ms: Option<f64>,
        now_ms: f64,
    ) -> Option<f64> {
        let known = self.get(method);
        let known_ms = known.map(|time| cooldown_ms(time.reset_at_ms, now_ms));
        let cooldown = reset_in_ms.map(|ms| ms.min(MAX_COOLDOWN_MS)).or(known_ms);
        let cooldown = cooldown.filter(|&ms| ms > 0.0);
        let since_ms = known.and_then(|time| time.refused_since_ms);
        self.set(
            method,
            OperatingTime {
                seconds: f64::INFINITY,
                reset_at_ms: now_ms + cooldown.unwrap_or(DEFAULT_COOLDOWN_MS),
                // The clock may have been set back.
                refused_since_ms: Some(since_ms.map_or(now_ms, |since_ms| since_ms.min(now_ms))),
            },
        );
        cooldown
    }

    /// For how many milliseconds the portal has refused the method; `None` if it does not.
    #[must_use]
    pub fn refused_for_ms(&self, method: &str, now_ms: f64) -> Option<f64> {
        Some(now_ms - self.get(method)?.refused_since_ms?)
    }

    /// Milliseconds until the method may be called again; 0 if it may be called now.
    #[must_use]
    pub fn cooldown_ms(&self, method: &str, now_ms: f64) -> f64 {
        match self.get(method) {
            Some(time) if time.seconds >= LIMIT_SECONDS => cooldown_ms(time.reset_at_ms, now_ms),
            _ => 0.0,
        }
    }

    fn get(&self, method: &str) -> Option<OperatingTime> {
        self.0.borrow().iter().find(|(known, _)| known == method).map(|(_, time)| *time)
    }

    fn set(&self, method: &str, time: OperatingTime) {
        let mut methods = self.0.borrow_mut();
        match methods.iter_mut().find(|(known, _)| known == method) {
            Some((_, known)) => *known = time,
            None => methods.push((method.into(), time)),
        }
    }
}

/// Milliseconds until a reset. A reset that is too far off predates a clock that was set back, and
/// means nothing.
fn cooldown_ms(reset_at_ms: f64, now_ms: f64) -> f64 {
    let cooldown_ms = reset_at_ms - now_ms;
    if cooldown_ms <= MAX_COOLDOWN_MS { cooldown_ms.max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::OperatingTimeLimit;

    #[test]
    fn a_method_cools_down_until_its_reset_from_the_limit_on() {
        let limit = OperatingTimeLimit::default();
        limit.record("batch", Some(379.0), Some(5000.0), 0.0);
        assert!(limit.cooldown_ms("batch", 1000.0) <= 0.0);
        limit.record("batch", Some(380.0), Some(5000.0), 0.0);
        assert!((limit.cooldown_ms("batch", 1000.0) - 4000.0).abs() < 1e-9);
        assert!(limit.cooldown_ms("batch", 6000.0) <= 0.0);
        assert!(limit.cooldown_ms("im.user.get", 1000.0) <= 0.0);
    }

    #[test]
    fn a_response_without_times_changes_nothing() {
        let limit = OperatingTimeLimit::default();
        limit.record("batch", Some(400.0), Some(5000.0), 0.0);
        limit.record("batch", None, None, 0.0);
        assert!(limit.cooldown_ms("batch", 1000.0) > 0.0);
    }

    #[test]
    fn a_refused_method_cools_down_for_a_minute_or_until_the_known_reset() {
        let limit = OperatingTimeLimit::default();
        assert_eq!(limit.mark_exhausted("batch", None, 1000.0), None);
        assert!((limit.cooldown_ms("batch", 1000.0) - 60_000.0).abs() < 1e-9);
        limit.record("batch", Some(10.0), Some(8000.0), 1000.0);
        assert_eq!(limit.mark_exhausted("batch", None, 1000.0), Some(8000.0));
        assert!((limit.cooldown_ms("batch", 1000.0) - 8000.0).abs() < 1e-9);
        assert_eq!(limit.mark_exhausted("batch", Some(5000.0), 1000.0), Some(5000.0));
        assert!((limit.cooldown_ms("batch", 1000.0) - 5000.0).abs() < 1e-9);
    }

    #[test]
    fn refusals_count_from_the_first_to_the_next_success() {
        let limit = OperatingTimeLimit::default();
        assert_eq!(limit.refused_for_ms("batch", 0.0), None);
        limit.mark_exhausted("batch", None, 1000.0);
        limit.mark_exhausted("batch", None, 61_000.0);
        assert_eq!(limit.refused_for_ms("batch", 61_000.0), Some(60_000.0));
        limit.record("batch", None, None, 62_000.0);
        assert_eq!(limit.refused_for_ms("batch", 62_000.0), None);
        limit.mark_exhausted("batch", None, 63_000.0);
        assert_eq!(limit.refused_for_ms("batch", 63_000.0), Some(0.0));
    }

    #[test]
    fn no_cooldown_is_longer_than_ten_minutes_whatever_the_clocks_say() {
        let limit = OperatingTimeLimit::default();
        let hour = 3_600_000.0;
        limit.record("batch", Some(400.0), Some(7.0 * hour), hour);
        assert!((limit.cooldown_ms("batch", hour) - 600_000.0).abs() < 1e-9);
        assert!(limit.cooldown_ms("batch", hour + 600_000.0) <= 0.0);
        // The clock is set back by an hour.
        assert!(limit.cooldown_ms("batch", 0.0) <= 0.0);
        limit.mark_exhausted("batch", None, 0.0);
        assert!((limit.cooldown_ms("batch", 0.0) - 60_000.0).abs() < 1e-9);
    }
}
