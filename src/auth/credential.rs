use std::cell::Cell;

use super::endpoint::Endpoint;
use super::token::{EXPIRY_MARGIN_MS, TokenReason};

/// How long a token is used after a failed refresh before the next refresh, in milliseconds.
const REFRESH_RETRY_MS: f64 = 10_000.0;

/// A count of token requests. The count at a token's request identifies the token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TokenEpoch(u32);

impl TokenEpoch {
    pub(super) const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// An endpoint, and what is known of the token that authorizes its requests.
#[derive(Debug)]
pub(crate) struct ActiveCredential {
    pub(crate) endpoint: Endpoint,
    /// Why the token was requested.
    reason: TokenReason,
    pub(crate) epoch: TokenEpoch,
    /// In milliseconds since 1970.
    expires_at: Option<f64>,
    /// When a refresh ahead of the expiry was last attempted, in milliseconds since 1970.
    last_refresh_attempt: Cell<f64>,
    /// Whether the portal has accepted the token.
    is_accepted: Cell<bool>,
    /// Whether the portal reported the token as expired in the middle of a batch.
    is_expired: Cell<bool>,
}

impl ActiveCredential {
    pub(super) const fn new(
        endpoint: Endpoint,
        reason: TokenReason,
        epoch: TokenEpoch,
        expires_at: Option<f64>,
    ) -> Self {
        Self {
            endpoint,
            reason,
            epoch,
            expires_at,
            last_refresh_attempt: Cell::new(f64::NEG_INFINITY),
            is_accepted: Cell::new(false),
            is_expired: Cell::new(false),
        }
    }

    pub(super) fn is_refresh_due(&self, now_ms: f64) -> bool {
        let is_ending = self.expires_at.is_some_and(|end| end - now_ms < EXPIRY_MARGIN_MS);
        let is_attempt_due = now_ms - self.last_refresh_attempt.get() >= REFRESH_RETRY_MS;
        (is_ending || self.is_expired.get()) && is_attempt_due
    }

    pub(super) fn record_refresh_attempt(&self, now_ms: f64) {
        self.last_refresh_attempt.set(now_ms);
    }

    /// Records that the portal accepts the token. Returns whether the portal had accepted it
    /// before.
    pub(crate) fn mark_accepted(&self) -> bool {
        self.is_accepted.replace(true)
    }

    /// Records that a batch was accepted, but one of its commands was refused because the token has
    /// expired. The batch then proves nothing: `was_accepted` says whether an earlier response did.
    /// Returns whether the token will be refreshed, for a call that began at `since`.
    pub(crate) fn mark_expired_in_batch(&self, was_accepted: bool, since: TokenEpoch) -> bool {
        self.is_accepted.set(was_accepted);
        let is_refreshed = !self.is_refused_for(TokenReason::Expired, since);
        self.is_expired.set(self.is_expired.get() || is_refreshed);
        is_refreshed
    }

    /// Whether the token was requested for this reason after `since`, and the portal has not
    /// accepted it: then it would refuse the next token as well.
    pub(super) fn is_refused_for(&self, reason: TokenReason, since: TokenEpoch) -> bool {
        self.epoch > since && self.reason >= reason && !self.is_accepted.get()
    }
}
