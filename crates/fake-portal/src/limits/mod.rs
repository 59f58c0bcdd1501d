//! How much a portal lets through, and what its work costs.

mod bucket;
mod operating;

pub use operating::Credential;

use crate::Millis;
use bucket::Bucket;
use operating::Ledger;
use serde::{Deserialize, Serialize};

/// The limits' settings. By default nothing is refused, but work has its cost and is counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Limits {
    /// How many requests the leaky bucket holds; without, it has no bottom.
    pub burst: Option<u32>,
    /// How many leak out in a second.
    pub per_second: f64,
    /// How many are in it at first.
    pub filled: f64,
    /// Whether other origins may read what the front end says instead of the portal: 503 and 504.
    pub cors: bool,
    /// How many seconds a method may work in ten minutes for one credential; without, for ever.
    pub operating_seconds: Option<f64>,
    /// On whose account the work of a batch goes.
    pub billing: Billing,
    /// How long the portal works for each person it is asked for.
    pub cost_per_user_ms: f64,
    /// How long a request may take before the front end cuts it.
    pub max_request_ms: Millis,
    /// Whether the answer comes only after the time that the work takes; else that time is only reported.
    pub real: bool,
}

/// On whose account the work of a batch goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Billing {
    /// On that of `batch`, as measured on portals.
    Batch,
    /// On those of the methods in it, as documented.
    Methods,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            burst: None,
            per_second: 2.0,
            filled: 0.0,
            cors: true,
            operating_seconds: None,
            billing: Billing::Batch,
            cost_per_user_ms: 2.0,
            max_request_ms: 60_000,
            real: false,
        }
    }
}

impl Limits {
    /// Why these are no limits that could be kept, if they are none.
    ///
    /// # Errors
    ///
    /// Negative numbers.
    pub fn check(&self) -> Result<(), &'static str> {
        let numbers =
            [self.per_second, self.filled, self.cost_per_user_ms, self.operating_seconds.unwrap_or_default()];
        if numbers.iter().all(|number| *number >= 0.0) { Ok(()) } else { Err("numbers must not be negative") }
    }

    /// What the work for so many people costs.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    pub fn cost(&self, users: usize) -> Millis {
        (self.cost_per_user_ms * users as f64).round() as Millis
    }
}

/// The limits and what has been used of them.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    limits: Limits,
    bucket: Bucket,
    ledger: Ledger,
}

impl Meter {
    /// A meter that starts at these limits' filling and with nothing on any account.
    #[must_use]
    pub fn new(limits: Limits, now: Millis) -> Self {
        Self { bucket: Bucket::new(limits.filled, now), ledger: Ledger::default(), limits }
    }

    /// The settings.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Lets one request in, if there is room for it.
    pub fn admit(&mut self, now: Millis) -> bool {
        let Limits { burst, per_second, .. } = self.limits;
        burst.is_none_or(|burst| self.bucket.add(f64::from(burst), per_second, now))
    }

    /// Whether a method has worked too long for this credential.
    #[must_use]
    pub fn is_blocked(&self, credential: Credential, method: &str, now: Millis) -> bool {
        self.limits.operating_seconds.is_some_and(|limit| self.operating(credential, method, now) > limit)
    }

    /// Puts work on an account.
    pub fn bill(&mut self, credential: Credential, method: &str, now: Millis, ms: Millis) {
        self.ledger.bill(credential, method, now, ms);
    }

    /// The seconds on an account.
    #[must_use]
    pub fn operating(&self, credential: Credential, method: &str, now: Millis) -> f64 {
        self.ledger.total(credential, method, now).as_secs_f64()
    }

    /// When the oldest of them is forgotten: a moment in seconds.
    #[must_use]
    pub fn reset_at(&self, credential: Credential, method: &str, now: Millis) -> u64 {
        self.ledger.reset_at(credential, method, now)
    }
}
