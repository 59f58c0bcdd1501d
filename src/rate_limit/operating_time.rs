//! The portal's limit on the processing time of each method.

use std::cell::RefCell;

use crate::time::{Millis, Timestamp};

/// Once the portal has spent this much processing time on a method ("operating time", in seconds),
/// the method is not called until the portal resets this time. The portal's own limits per ten
/// minutes are higher: 420 on premises, 480 in the cloud.
const LIMIT_SECONDS: f64 = 380.0;

/// Maximum time until the portal resets a method's operating time. Portals count the last ten
/// minutes, so a reset cannot be further away, whatever the portal's clock says.
const MAX_COOLDOWN: Millis = Millis::from_secs(600.0);

/// How long a method is not called after the portal refused it, if the time of the reset is
/// unknown. Portals count operating time in buckets of a minute.
const DEFAULT_COOLDOWN: Millis = Millis::from_secs(60.0);

/// Tracks the operating time that the portal has spent on each method. A method near the portal's
/// limit gets a cooldown until its operating time is reset, because the portal refuses a method
/// beyond the limit for several minutes.
#[derive(Debug, Default)]
pub struct OperatingTimeLimit(RefCell<Vec<(String, OperatingTime)>>);

#[derive(Clone, Copy, Debug)]
struct OperatingTime {
    seconds: f64,
    reset_at: Timestamp,
    /// The time since which the portal has refused the method; `None` if the portal does not refuse
    /// the method.
    refused_since: Option<Timestamp>,
}

impl OperatingTimeLimit {
    /// Records the times in a successful response of a method: the operating time used so far, and
    /// the time until its reset. If either is `None`, the previous times stay. In each case, the
    /// method no longer counts as refused.
    pub fn record(
        &self,
        method: &str,
        operating_seconds: Option<f64>,
        operating_reset_in: Option<Millis>,
        now: Timestamp,
    ) {
        let known = self.find(method).map(|time| (time.seconds, time.reset_at));
        let reset_at = operating_reset_in.map(|span| now + span.min(MAX_COOLDOWN));
        if let Some((seconds, reset_at)) = operating_seconds.zip(reset_at).or(known) {
            self.set(method, OperatingTime { seconds, reset_at, refused_since: None });
        }
    }

    /// Records that the portal refused the method because of its operating time. The method is then
    /// not called until the reset, or for `DEFAULT_COOLDOWN` if the reset is unknown. Returns the
    /// time until the reset; `None` if unknown.
    pub fn record_refusal(
        &self,
        method: &str,
        operating_reset_in: Option<Millis>,
        now: Timestamp,
    ) -> Option<Millis> {
        let known = self.find(method);
        let known_cooldown = known.map(|time| time_until_reset(time.reset_at, now));
        let cooldown = operating_reset_in.map(|span| span.min(MAX_COOLDOWN)).or(known_cooldown);
        let cooldown = cooldown.filter(|&span| span > Millis::ZERO);
        let since = known.and_then(|time| time.refused_since);
        self.set(
            method,
            OperatingTime {
                seconds: f64::INFINITY,
                reset_at: now + cooldown.unwrap_or(DEFAULT_COOLDOWN),
                // The clock may have been set back since the first refusal.
                refused_since: Some(since.map_or(now, |since| since.min(now))),
            },
        );
        cooldown
    }

    /// How long the portal has been refusing the method; `None` if the portal does not refuse the
    /// method.
    #[must_use]
    pub fn refused_for(&self, method: &str, now: Timestamp) -> Option<Millis> {
        Some(now - self.find(method)?.refused_since?)
    }

    /// The time until the method may be called again; zero if it may be called now.
    #[must_use]
    pub fn cooldown(&self, method: &str, now: Timestamp) -> Millis {
        match self.find(method) {
            Some(time) if time.seconds >= LIMIT_SECONDS => time_until_reset(time.reset_at, now),
            _ => Millis::ZERO,
        }
    }

    fn find(&self, method: &str) -> Option<OperatingTime> {
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

/// The time until a reset; zero if the reset has passed. A reset that is further away than the
/// maximum counts as passed, because the clock was set back after the reset was recorded.
fn time_until_reset(reset_at: Timestamp, now: Timestamp) -> Millis {
    let cooldown = reset_at - now;
    if cooldown <= MAX_COOLDOWN { cooldown.max(Millis::ZERO) } else { Millis::ZERO }
}

#[cfg(test)]
mod tests {
    use super::OperatingTimeLimit;
    use crate::time::{Millis, Timestamp};

    const fn at(ms: f64) -> Timestamp {
        Timestamp::new(ms)
    }

    const fn span(ms: f64) -> Millis {
        Millis::new(ms)
    }

    #[test]
    fn a_method_cools_down_until_its_reset_from_the_limit_on() {
        let limit = OperatingTimeLimit::default();
        limit.record("batch", Some(379.0), Some(span(5000.0)), at(0.0));
        assert!(limit.cooldown("batch", at(1000.0)).get() <= 0.0);
        limit.record("batch", Some(380.0), Some(span(5000.0)), at(0.0));
        assert!((limit.cooldown("batch", at(1000.0)).get() - 4000.0).abs() < 1e-9);
        assert!(limit.cooldown("batch", at(6000.0)).get() <= 0.0);
        assert!(limit.cooldown("im.user.get", at(1000.0)).get() <= 0.0);
    }

    #[test]
    fn a_response_without_times_changes_nothing() {
        let limit = OperatingTimeLimit::default();
        limit.record("batch", Some(400.0), Some(span(5000.0)), at(0.0));
        limit.record("batch", None, None, at(0.0));
        assert!(limit.cooldown("batch", at(1000.0)).get() > 0.0);
    }

    #[test]
    fn a_refused_method_cools_down_for_a_minute_or_until_the_known_reset() {
        let limit = OperatingTimeLimit::default();
        assert_eq!(limit.record_refusal("batch", None, at(1000.0)), None);
        assert!((limit.cooldown("batch", at(1000.0)).get() - 60_000.0).abs() < 1e-9);
        limit.record("batch", Some(10.0), Some(span(8000.0)), at(1000.0));
        assert_eq!(limit.record_refusal("batch", None, at(1000.0)), Some(span(8000.0)));
        assert!((limit.cooldown("batch", at(1000.0)).get() - 8000.0).abs() < 1e-9);
        assert_eq!(
            limit.record_refusal("batch", Some(span(5000.0)), at(1000.0)),
            Some(span(5000.0))
        );
        assert!((limit.cooldown("batch", at(1000.0)).get() - 5000.0).abs() < 1e-9);
    }

    #[test]
    fn refusals_count_from_the_first_to_the_next_success() {
        let limit = OperatingTimeLimit::default();
        assert_eq!(limit.refused_for("batch", at(0.0)), None);
        limit.record_refusal("batch", None, at(1000.0));
        limit.record_refusal("batch", None, at(61_000.0));
        assert_eq!(limit.refused_for("batch", at(61_000.0)), Some(span(60_000.0)));
        limit.record("batch", None, None, at(62_000.0));
        assert_eq!(limit.refused_for("batch", at(62_000.0)), None);
        limit.record_refusal("batch", None, at(63_000.0));
        assert_eq!(limit.refused_for("batch", at(63_000.0)), Some(span(0.0)));
    }

    #[test]
    fn no_cooldown_is_longer_than_ten_minutes_whatever_the_clocks_say() {
        let limit = OperatingTimeLimit::default();
        let hour = 3_600_000.0;
        limit.record("batch", Some(400.0), Some(span(7.0 * hour)), at(hour));
        assert!((limit.cooldown("batch", at(hour)).get() - 600_000.0).abs() < 1e-9);
        assert!(limit.cooldown("batch", at(hour + 600_000.0)).get() <= 0.0);
        // The clock is set back by an hour.
        assert!(limit.cooldown("batch", at(0.0)).get() <= 0.0);
        limit.record_refusal("batch", None, at(0.0));
        assert!((limit.cooldown("batch", at(0.0)).get() - 60_000.0).abs() < 1e-9);
    }
}
