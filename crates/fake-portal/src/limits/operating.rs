//! The operating time: how long the portal has worked for whom, in ten buckets of a minute each.

use crate::Millis;
use core::time::Duration;
use std::collections::{BTreeMap, HashMap};

const MINUTE: Millis = 60_000;
const MINUTES: u64 = 10;
/// Shorter work is not counted.
const LEAST: Millis = 100;

/// Who is billed: all tokens of an application together, or a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Credential {
    /// The application that the tokens belong to.
    Application,
    /// The webhook.
    Webhook,
}

/// The accounts, one for each credential and method.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger {
    accounts: HashMap<(Credential, String), Account>,
}

/// The minutes of an account in which there was work.
type Account = BTreeMap<u64, Work>;

#[derive(Debug, Clone)]
struct Work {
    since: Millis,
    ms: Millis,
}

impl Ledger {
    pub(super) fn bill(&mut self, credential: Credential, method: &str, now: Millis, ms: Millis) {
        if ms > LEAST {
            let account = self.accounts.entry((credential, method.to_owned())).or_default();
            account.retain(|_, work| is_remembered(work, now));
            account.entry(now / MINUTE).or_insert(Work { since: now, ms: 0 }).ms += ms;
        }
    }

    pub(super) fn total(&self, credential: Credential, method: &str, now: Millis) -> Duration {
        Duration::from_millis(self.remembered(credential, method, now).map(|work| work.ms).sum())
    }

    pub(super) fn reset_at(&self, credential: Credential, method: &str, now: Millis) -> u64 {
        let oldest = self.remembered(credential, method, now).next().map_or(now, |work| work.since);
        oldest / 1000 + MINUTES * 60
    }

    fn remembered(&self, credential: Credential, method: &str, now: Millis) -> impl Iterator<Item = &Work> {
        let account = self.accounts.get(&(credential, method.to_owned()));
        account.into_iter().flat_map(BTreeMap::values).filter(move |work| is_remembered(work, now))
    }
}

/// A minute is forgotten as a whole, ten minutes after its first work.
fn is_remembered(work: &Work, now: Millis) -> bool {
    now < work.since + MINUTES * MINUTE
}

#[cfg(test)]
mod tests {
    use super::*;
    use Credential::{Application, Webhook};

    #[test]
    fn work_is_forgotten_by_the_minute() {
        let mut ledger = Ledger::default();
        let total = |ledger: &Ledger, now| ledger.total(Webhook, "m", now).as_millis();
        ledger.bill(Webhook, "m", 30_000, 1000);
        ledger.bill(Webhook, "m", 59_000, 500);
        ledger.bill(Webhook, "m", 60_000, 200);
        assert_eq!(
            [59_000, 629_999, 630_000, 659_999, 660_000].map(|now| total(&ledger, now)),
            [1700, 1700, 200, 200, 0]
        );
        assert_eq!([0, 640_000, 700_000].map(|now| ledger.reset_at(Webhook, "m", now)), [630, 660, 1300]);
    }

    #[test]
    fn short_work_and_that_of_others_does_not_count() {
        let mut ledger = Ledger::default();
        ledger.bill(Webhook, "m", 0, 100);
        ledger.bill(Application, "m", 0, 101);
        ledger.bill(Webhook, "n", 0, 101);
        assert_eq!(ledger.total(Webhook, "m", 0), Duration::ZERO);
        assert_eq!(ledger.total(Application, "m", 0), Duration::from_millis(101));
    }
}
