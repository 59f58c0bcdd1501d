//! The options of the limits.

use crate::Millis;
use serde::{Deserialize, Serialize};

/// The options of the portal's limits. With the defaults, operating time is recorded, but no
/// request is rejected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct LimitOptions {
    /// The capacity of the leaky bucket, in requests; `None` for no rate limit.
    pub burst: Option<u32>,
    /// The leak rate, in requests per second.
    pub per_second: f64,
    /// The initial level of the bucket, in requests.
    pub filled: f64,
    /// Whether pages of other origins may read the front end's responses with HTTP status 503 or
    /// 504.
    pub cors: bool,
    /// Maximum operating time of a method per credential kind within ten minutes, in seconds;
    /// `None` for no limit.
    pub operating_seconds: Option<f64>,
    /// The methods to which the processing time of a batch is charged.
    pub billing: Billing,
    /// The simulated processing time per user, in milliseconds.
    pub cost_per_user_ms: f64,
    /// Maximum processing time of a request, in milliseconds. A longer request is aborted by the
    /// front end.
    pub max_request_ms: Millis,
    /// Whether responses are really delayed by the simulated processing time. Responses report this
    /// time even if they are not delayed.
    pub real: bool,
}

/// The methods to which the processing time of a batch is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Billing {
    /// The method `batch`, as measured on real portals.
    Batch,
    /// The methods of the batch's commands, as documented by Bitrix24.
    Methods,
}

impl Default for LimitOptions {
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

impl LimitOptions {
    /// Checks the values.
    ///
    /// # Errors
    ///
    /// A number is negative.
    pub fn validate(&self) -> Result<(), &'static str> {
        let numbers = [
            self.per_second,
            self.filled,
            self.cost_per_user_ms,
            self.operating_seconds.unwrap_or_default(),
        ];
        if numbers.iter().all(|number| *number >= 0.0) {
            Ok(())
        } else {
            Err("numbers must not be negative")
        }
    }

    /// The simulated processing time of a call that reads this number of users, in milliseconds.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    pub fn processing_ms(&self, user_count: usize) -> Millis {
        (self.cost_per_user_ms * user_count as f64).round() as Millis
    }
}
