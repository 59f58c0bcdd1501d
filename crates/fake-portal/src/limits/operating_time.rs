//! Operating time: the processing time of each method within the last ten minutes. It is recorded
//! per minute.

use crate::Millis;
use core::time::Duration;
use std::collections::{BTreeMap, HashMap};

const MINUTE_MS: Millis = 60_000;
const WINDOW_MINUTES: u64 = 10;
/// Calls whose processing time is at most this long, in milliseconds, are not recorded.
const MAX_IGNORED_MS: Millis = 100;

/// The kind of a credential. Operating time is recorded separately for each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CredentialKind {
    /// An OAuth token. All tokens belong to the same application.
    Application,
    /// A webhook.
    Webhook,
}

/// The recorded processing time, by credential kind and method.
#[derive(Debug, Clone, Default)]
pub(super) struct OperatingTime {
    by_method: HashMap<(CredentialKind, String), Minutes>,
}

/// The recorded minutes of a method. The key is the number of minutes since 1970.
type Minutes = BTreeMap<u64, Minute>;

/// The processing time of a method within one minute, in milliseconds.
#[derive(Debug, Clone)]
struct Minute {
    /// The time of the first record in this minute.
    start: Millis,
    ms: Millis,
}

impl OperatingTime {
    pub(super) fn record(
        &mut self,
        credential: CredentialKind,
        method: &str,
        now: Millis,
        ms: Millis,
    ) {
        if ms > MAX_IGNORED_MS {
            let minutes = self.by_method.entry((credential, method.to_owned())).or_default();
            minutes.retain(|_, minute| is_in_window(minute, now));
            minutes.entry(now / MINUTE_MS).or_insert(Minute { start: now, ms: 0 }).ms += ms;
        }
    }

    pub(super) fn total(&self, credential: CredentialKind, method: &str, now: Millis) -> Duration {
        Duration::from_millis(
            self.minutes_in_window(credential, method, now).map(|minute| minute.ms).sum(),
        )
    }

    pub(super) fn reset_at(&self, credential: CredentialKind, method: &str, now: Millis) -> u64 {
        let oldest = self
            .minutes_in_window(credential, method, now)
            .next()
            .map_or(now, |minute| minute.start);
        oldest / 1000 + WINDOW_MINUTES * 60
    }

    fn minutes_in_window(
        &self,
        credential: CredentialKind,
        method: &str,
        now: Millis,
    ) -> impl Iterator<Item = &Minute> {
        let minutes = self.by_method.get(&(credential, method.to_owned()));
        minutes
            .into_iter()
            .flat_map(BTreeMap::values)
            .filter(move |minute| is_in_window(minute, now))
    }
}

/// Whether the processing time of a minute still counts. It counts until ten minutes after the
/// first record in this minute.
fn is_in_window(minute: &Minute, now: Millis) -> bool {
    now < minute.start + WINDOW_MINUTES * MINUTE_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use CredentialKind::{Application, Webhook};

    #[test]
    fn minutes_leave_the_window_after_ten_minutes() {
        let mut operating_time = OperatingTime::default();
        let total = |operating_time: &OperatingTime, now| {
            operating_time.total(Webhook, "m", now).as_millis()
        };
        operating_time.record(Webhook, "m", 30_000, 1000);
        operating_time.record(Webhook, "m", 59_000, 500);
        operating_time.record(Webhook, "m", 60_000, 200);
        assert_eq!(
            [59_000, 629_999, 630_000, 659_999, 660_000].map(|now| total(&operating_time, now)),
            [1700, 1700, 200, 200, 0]
        );
        assert_eq!(
            [0, 640_000, 700_000].map(|now| operating_time.reset_at(Webhook, "m", now)),
            [630, 660, 1300]
        );
    }

    #[test]
    fn short_calls_and_other_methods_are_not_counted() {
        let mut operating_time = OperatingTime::default();
        operating_time.record(Webhook, "m", 0, 100);
        operating_time.record(Application, "m", 0, 101);
        operating_time.record(Webhook, "n", 0, 101);
        assert_eq!(operating_time.total(Webhook, "m", 0), Duration::ZERO);
        assert_eq!(operating_time.total(Application, "m", 0), Duration::from_millis(101));
    }
}
