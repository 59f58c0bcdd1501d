//! The current token, its expiry, and whether the portal has accepted it.

use std::cell::Cell;

use super::endpoint::Endpoint;
use super::token::{EXPIRY_MARGIN, TokenReason};
use crate::time::{Millis, Timestamp};

/// Minimum time between two attempts to refresh a token that the client still uses.
const REFRESH_RETRY_DELAY: Millis = Millis::from_secs(10.0);

/// The number of token requests that the client has completed, which tells newer tokens from older
/// ones. The epoch of a token includes the request that returned the token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TokenEpoch(u32);

impl TokenEpoch {
    pub(super) const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// An endpoint, with the state of the token that authorizes its requests.
#[derive(Debug)]
pub(crate) struct ActiveCredential {
    pub(crate) endpoint: Endpoint,
    /// The reason for which the token was requested.
    reason: TokenReason,
    pub(crate) epoch: TokenEpoch,
    expires_at: Option<Timestamp>,
    /// When a refresh was last attempted while this token was in use; `None` if never.
    last_refresh_attempt: Cell<Option<Timestamp>>,
    /// Whether the portal has accepted the token.
    is_accepted: Cell<bool>,
    /// Whether a command of a batch failed because this token had expired, although the portal
    /// accepted the batch itself. If so, a refresh is due.
    is_expired_in_batch: Cell<bool>,
}

impl ActiveCredential {
    pub(super) const fn new(
        endpoint: Endpoint,
        reason: TokenReason,
        epoch: TokenEpoch,
        expires_at: Option<Timestamp>,
    ) -> Self {
        Self {
            endpoint,
            reason,
            epoch,
            expires_at,
            last_refresh_attempt: Cell::new(None),
            is_accepted: Cell::new(false),
            is_expired_in_batch: Cell::new(false),
        }
    }

    pub(super) fn is_refresh_due(&self, now: Timestamp) -> bool {
        let is_ending = self.expires_at.is_some_and(|end| end - now < EXPIRY_MARGIN);
        let last_attempt = self.last_refresh_attempt.get();
        let is_attempt_due = last_attempt.is_none_or(|last| now - last >= REFRESH_RETRY_DELAY);
        (is_ending || self.is_expired_in_batch.get()) && is_attempt_due
    }

    pub(super) fn record_refresh_attempt(&self, now: Timestamp) {
        self.last_refresh_attempt.set(Some(now));
    }

    /// Records that the portal accepted a request with the token. Returns whether the portal had
    /// already accepted the token before.
    pub(crate) fn mark_accepted(&self) -> bool {
        self.is_accepted.replace(true)
    }

    /// Records that a command of a batch failed because this token had expired, although the portal
    /// accepted the batch itself. Restores `was_accepted`, the state before the batch. Returns
    /// whether a refresh may help the call, which started at `since`.
    pub(crate) fn mark_expired_in_batch(&self, was_accepted: bool, since: TokenEpoch) -> bool {
        self.is_accepted.set(was_accepted);
        let is_refreshed = !self.is_failed_refresh(TokenReason::Expired, since);
        self.is_expired_in_batch.set(self.is_expired_in_batch.get() || is_refreshed);
        is_refreshed
    }

    /// Whether this token comes from a refresh that did not help: the token was requested after
    /// `since`, for `reason` or one that is declared after it in [`TokenReason`], and the portal
    /// has never accepted the token. Another refresh would not help either.
    pub(super) fn is_failed_refresh(&self, reason: TokenReason, since: TokenEpoch) -> bool {
        self.epoch > since && self.reason >= reason && !self.is_accepted.get()
    }
}
