//! The tokens that one call has used, so that it requests each new token only once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::auth::{ActiveCredential, StartEpochs, TokenEpoch, TokenManager};

/// Tracks the credentials of one call, so that the call requests each new token only once.
#[derive(Debug, Default)]
pub(crate) struct CallReauth {
    start_epoch: Cell<TokenEpoch>,
    last_accepted: RefCell<Option<AcceptedCredential>>,
    /// One entry for each of the last two requests of this call that the portal accepted, the
    /// latest first. If a command of the request failed because the token had expired, the entry is
    /// the epoch of this token; otherwise `None`.
    expired_epochs: Cell<[Option<TokenEpoch>; 2]>,
}

/// The credential of the last request that the portal accepted.
#[derive(Debug)]
struct AcceptedCredential {
    credential: Rc<ActiveCredential>,
    was_accepted_before: bool,
}

impl CallReauth {
    pub(super) fn record_start(&self, tokens: &TokenManager) {
        self.start_epoch.set(tokens.current_epoch());
    }

    /// The token epochs at the start of the call and now, at the start of its next request.
    pub(super) fn start_epochs(&self, tokens: &TokenManager) -> StartEpochs {
        StartEpochs { call: self.start_epoch.get(), request: tokens.current_epoch() }
    }

    /// Records that the portal accepted a request with this credential. If a command of this
    /// request failed because the token had expired, `record_command_expiry` must be called
    /// afterwards.
    pub(super) fn record_accepted(&self, credential: Rc<ActiveCredential>) {
        let was_accepted_before = credential.mark_accepted();
        self.last_accepted.replace(Some(AcceptedCredential { credential, was_accepted_before }));
        let [last, _] = self.expired_epochs.get();
        self.expired_epochs.set([None, last]);
    }

    /// Records that a command of the last accepted request failed because the token had expired.
    /// Returns whether a new token may help. If so, a refresh is due before the client's next
    /// request.
    pub(super) fn record_command_expiry(&self, tokens: &TokenManager) -> bool {
        let last = self.last_accepted.borrow();
        let Some(AcceptedCredential { credential, was_accepted_before }) = &*last else {
            return false;
        };
        if !tokens.is_refreshable() {
            return false;
        }
        let [_, before] = self.expired_epochs.get();
        self.expired_epochs.set([Some(credential.epoch), before]);
        // Two different tokens were refused in a row, so a third one would probably be refused too.
        let is_repeated = before.is_some_and(|before| before != credential.epoch);
        !is_repeated
            && !tokens.has_failed_since(self.start_epoch.get())
            && credential.mark_expired_in_batch(*was_accepted_before, self.start_epoch.get())
    }
}
