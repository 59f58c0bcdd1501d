//! The options of the limits.

use crate::Millis;
use serde::{Deserialize, Serialize};

/// The options of the portal's limits. By default, neither the request rate nor the operating time
/// is limited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct LimitOptions {
    /// The capacity of the leaky bucket, in requests; `None` for no rate limit.
    pub burst: Option<u32>,
    /// The leak rate, in requests per second.
    pub per_second: f64,
    /// The initial level of the bucket, in requests.
    pub filled: f64,
    /// Whether the responses 503 and 504 of the portal's front-end web server have CORS headers.
    pub cors: bool,
    /// Maximum processing time of a method within ten minutes, in seconds; `None` for no limit.
    /// Tokens and webhooks are counted separately.
    pub operating_seconds: Option<f64>,
    /// The methods to which the processing time of a batch is charged.
    pub billing: Billing,
    /// The simulated processing time per user, in milliseconds.
    pub cost_per_user_ms: f64,
    /// Maximum simulated processing time of a request, in milliseconds. A longer request fails with
    /// HTTP status 504.
    pub max_request_ms: Millis,
    /// Whether responses are delayed by the simulated processing time. If not, the time is only
    /// reported in the responses.
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
