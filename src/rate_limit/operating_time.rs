//! The portal's limit on the processing time of each method.

use std::cell::RefCell;

use crate::time::{Millis, Timestamp};

/// Operating time at which a method is not called until its reset, below the portal's limits per
/// ten minutes: 420 on premises, 480 in the cloud.
const LIMIT_SECONDS: f64 = 380.0;

/// Portals count the last ten minutes, so no reset is further off, whatever the portal's clock
/// says.
const MAX_COOLDOWN: Millis = Millis::from_secs(600.0);

/// The cooldown after a refusal without a known reset: one of the portal's ten buckets of a minute.
const DEFAULT_COOLDOWN: Millis = Millis::from_secs(60.0);

/// The operating time that the portal has spent on each method. Beyond its limit the portal refuses
/// the method for minutes.
#[derive(Debug, Default)]
pub struct OperatingTimeLimit(RefCell<Vec<(String, OperatingTime)>>);

#[derive(Clone, Copy, Debug)]
struct OperatingTime {
    seconds: f64,
    reset_at: Timestamp,
    /// Since when the portal has refused the method, if it does.
    refused_since: Option<Timestamp>,
}

impl OperatingTimeLimit {
    /// Records a successful response of a method: its operating time so far, and the time until its
    /// reset. If either number is `None`, the previous ones are kept.
    pub fn record(
        &self,
        method: &str,
        operating_seconds: Option<f64>,
        reset_in: Option<Millis>,
        now: Timestamp,
    ) {
        let known = self.find(method).map(|time| (time.seconds, time.reset_at));
        let reset_at = reset_in.map(|span| now + span.min(MAX_COOLDOWN));
        if let Some((seconds, reset_at)) = operating_seconds.zip(reset_at).or(known) {
            self.set(method, OperatingTime { seconds, reset_at, refused_since: None });
        }
    }

    /// Records a refusal of the method until its reset, or for `DEFAULT_COOLDOWN`. Returns the time
    /// until the reset, if it is known.
    pub fn mark_exhausted(
        &self,
        method: &str,
        reset_in: Option<Millis>,
        now: Timestamp,
    ) -> Option<Millis> {
        let known = self.find(method);
        let known_cooldown = known.map(|time| time_until_reset(time.reset_at, now));
        let cooldown = reset_in.map(|span| span.min(MAX_COOLDOWN)).or(known_cooldown);
        let cooldown = cooldown.filter(|&span| span > Millis::ZERO);
        let since = known.and_then(|time| time.refused_since);
        self.set(
            method,
            OperatingTime {
                seconds: f64::INFINITY,
                reset_at: now + cooldown.unwrap_or(DEFAULT_COOLDOWN),
                // The clock may have been set back.
                refused_since: Some(since.map_or(now, |since| since.min(now))),
            },
        );
        cooldown
    }

    /// For how long the portal has refused the method; `None` if it does not.
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

/// The time until a reset. A reset beyond the maximum was recorded before the clock was set back,
/// and is ignored.
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
        assert_eq!(limit.mark_exhausted("batch", None, at(1000.0)), None);
        assert!((limit.cooldown("batch", at(1000.0)).get() - 60_000.0).abs() < 1e-9);
        limit.record("batch", Some(10.0), Some(span(8000.0)), at(1000.0));
        assert_eq!(limit.mark_exhausted("batch", None, at(1000.0)), Some(span(8000.0)));
        assert!((limit.cooldown("batch", at(1000.0)).get() - 8000.0).abs() < 1e-9);
        assert_eq!(
            limit.mark_exhausted("batch", Some(span(5000.0)), at(1000.0)),
            Some(span(5000.0))
        );
        assert!((limit.cooldown("batch", at(1000.0)).get() - 5000.0).abs() < 1e-9);
    }

    #[test]
    fn refusals_count_from_the_first_to_the_next_success() {
        let limit = OperatingTimeLimit::default();
        assert_eq!(limit.refused_for("batch", at(0.0)), None);
        limit.mark_exhausted("batch", None, at(1000.0));
        limit.mark_exhausted("batch", None, at(61_000.0));
        assert_eq!(limit.refused_for("batch", at(61_000.0)), Some(span(60_000.0)));
        limit.record("batch", None, None, at(62_000.0));
        assert_eq!(limit.refused_for("batch", at(62_000.0)), None);
        limit.mark_exhausted("batch", None, at(63_000.0));
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
        limit.mark_exhausted("batch", None, at(0.0));
        assert!((limit.cooldown("batch", at(0.0)).get() - 60_000.0).abs() < 1e-9);
    }
}
