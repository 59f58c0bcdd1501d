use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::auth::{ActiveCredential, TokenDemand, TokenEpoch, TokenManager};

/// The credentials of one call's requests, so that a call requests each new token only once.
#[derive(Debug, Default)]
pub(crate) struct ReauthState {
    started: Cell<TokenEpoch>,
    last: RefCell<Option<Accepted>>,
    /// The credentials with which the last batch, and the batch before, had commands that were
    /// refused because the token had expired.
    expired: Cell<[Option<TokenEpoch>; 2]>,
}

/// The credential that the portal accepted last.
#[derive(Debug)]
struct Accepted {
    credential: Rc<ActiveCredential>,
    was_accepted_before: bool,
}

impl ReauthState {
    pub(super) fn start(&self, tokens: &TokenManager) {
        self.started.set(tokens.token_requests());
    }

    /// The epochs at the start of the call and now, before a request is sent.
    pub(super) fn demand(&self, tokens: &TokenManager) -> TokenDemand {
        TokenDemand { call: self.started.get(), request: tokens.token_requests() }
    }

    /// Records that the portal accepted a request with this credential.
    pub(super) fn record_accepted(&self, credential: Rc<ActiveCredential>) {
        let was_accepted_before = credential.mark_accepted();
        self.last.replace(Some(Accepted { credential, was_accepted_before }));
        let [last, _] = self.expired.get();
        self.expired.set([None, last]);
    }

    /// Records that a command of the last batch was refused because the token has expired. Returns
    /// whether a new token may help, and will be requested for the next request.
    pub(super) fn record_command_expiry(&self, tokens: &TokenManager) -> bool {
        let last = self.last.borrow();
        let Some(Accepted { credential, was_accepted_before }) = &*last else { return false };
        if !tokens.is_refreshable() {
            return false;
        }
        let [_, before] = self.expired.get();
        self.expired.set([Some(credential.epoch), before]);
        // Two different tokens were refused in a row, so a third would be as well.
        let is_repeated = before.is_some_and(|before| before != credential.epoch);
        !is_repeated
            && !tokens.has_failed_since(self.started.get())
            && credential.mark_expired_in_batch(*was_accepted_before, self.started.get())
    }
}
