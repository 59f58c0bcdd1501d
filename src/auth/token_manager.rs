use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;

use futures_util::lock::Mutex;

use super::endpoint::Endpoint;
use super::secret::Secret;
use super::token::{Auth, Token, TokenReason};
use crate::client::ClientOptions;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::rest::InFlightCounter;
use crate::time::{millis_for_display, timeout};

/// How long before its end a token is no longer used, in milliseconds: a request may wait that long at the portal.
const EXPIRY_MARGIN_MS: f64 = 60_000.0;

/// How long a token that could not be renewed is used without another try, in milliseconds.
const RENEWAL_PAUSE_MS: f64 = 10_000.0;

/// What opens the portal at the moment.
#[derive(Debug)]
pub(crate) struct TokenManager {
    auth: Auth,
    portal: Option<String>,
    /// How long the application may take to give a token.
    token_timeout_ms: f64,
    /// Locked while a token is asked for, so that all who need one wait for the same.
    current: Mutex<Option<Rc<ActiveCredential>>>,
    /// Whether the application is being asked.
    asking: InFlightCounter,
    /// How often the application was asked, and what it said if it had none: those who waited for that are told the same.
    asked: Cell<u32>,
    refused: RefCell<Option<Error>>,
    /// What opens the portal, and what opened it so far, the latest last: requests that left with those before may still be under way.
    secrets: RefCell<Vec<Secret>>,
}

/// How many secrets are remembered, so that they can be blotted out: more than are renewed during a long call.
const REMEMBERED: usize = 8;

/// An endpoint, and what is known of the token that opens it.
#[derive(Debug)]
pub(crate) struct ActiveCredential {
    pub(crate) endpoint: Endpoint,
    /// Why the application was asked for it, and how often it had been asked by then.
    reason: TokenReason,
    pub(crate) number: u32,
    expires_at: Option<f64>,
    /// When another was last asked for ahead of its end, in vain.
    tried_at: Cell<f64>,
    /// Whether the portal has accepted it.
    is_accepted: Cell<bool>,
    /// Whether the portal called it expired in the middle of a batch.
    is_expired: Cell<bool>,
}

/// How often the application had been asked for a token when something began.
#[derive(Clone, Copy)]
pub(crate) struct Since {
    /// The call, which may take many requests.
    pub(crate) call: u32,
    /// The wait for the present request.
    pub(crate) request: u32,
}

impl TokenManager {
    pub(crate) fn new(auth: Auth, options: &ClientOptions) -> Self {
        let secrets = match &auth {
            Auth::Token(token) => vec![token.access_token.clone()],
            Auth::Webhook(address) => vec![address.clone(), Endpoint::webhook_code(address)],
            Auth::Source => Vec::new(),
        };
        Self {
            auth,
            portal: options.portal.clone(),
            token_timeout_ms: options.request_timeout_ms(),
            current: Mutex::new(None),
            asking: InFlightCounter::default(),
            asked: Cell::default(),
            refused: RefCell::default(),
            secrets: RefCell::new(secrets),
        }
    }

    /// Whether a new token can be had when the portal calls this one expired.
    pub(crate) fn is_renewable(&self) -> bool {
        self.auth == Auth::Source
    }

    /// Why a call that waits for a token is over its deadline; `None` if none is being asked for.
    pub(crate) fn missing_token(&self) -> Option<Error> {
        let message = "`getToken` gave no token before the call's deadline";
        (!self.asking.is_nothing()).then(|| Error::new(ErrorKind::Auth, code::TOKEN_UNAVAILABLE, message))
    }

    /// How often the application has been asked.
    pub(crate) fn asked(&self) -> u32 {
        self.asked.get()
    }

    /// Whether the application was asked for a token after a call began, and had none the last time.
    pub(crate) fn was_refused(&self, begun: u32) -> bool {
        self.asked.get() != begun && self.refused.borrow().is_some()
    }

    /// Why a new token may help after this failure of a call that may be sent again (`is_safe`), or
    /// may not.
    pub(crate) fn remedy(&self, error: &Error, is_safe: bool) -> Option<TokenReason> {
        // A status tells that the redirect was followed: who knows what has become of the call.
        let is_moved = error.is_portal_moved() && (is_safe || error.status.is_none());
        let reason = if error.is_token_expired() {
            TokenReason::Expired
        } else if is_moved {
            TokenReason::Moved
        } else {
            return None;
        };
        self.is_renewable().then_some(reason)
    }

    /// What opens the portal at the moment, asked for at first use and, telling `refreshing`, ahead of
    /// a known expiry.
    pub(crate) async fn endpoint(
        &self,
        host: &impl Host,
        since: Since,
        refreshing: &dyn Fn(),
    ) -> Result<Rc<ActiveCredential>> {
        let mut current = self.current.lock().await;
        let reason = match &*current {
            None => TokenReason::Initial,
            Some(open) if self.is_renewable() && open.is_to_be_renewed(host.now_ms()) => TokenReason::Expired,
            Some(open) => return Ok(open.clone()),
        };
        // Whoever asks may leave before there is an answer.
        if let Some(open) = &*current {
            open.tried_at.set(host.now_ms());
        }
        let outcome = self.ask(host, reason, refreshing, since, &mut current).await;
        match (outcome, &*current) {
            // Whether it has really ended is for the portal to decide.
            (Err(_), Some(open)) => {
                open.tried_at.set(host.now_ms());
                Ok(open.clone())
            }
            (outcome, _) => outcome,
        }
    }

    /// Renews what opens the portal after `stale` was refused with `error`. The first to come asks for a
    /// token, telling `refreshing`, on behalf of all calls that have begun: the others wait for the same.
    ///
    /// # Errors
    /// That of the application if it has no token, and `error` itself if the new one is of no use.
    pub(crate) async fn renew(
        &self,
        host: &impl Host,
        stale: &ActiveCredential,
        reason: TokenReason,
        since: Since,
        error: Error,
        refreshing: &dyn Fn(),
    ) -> Result<()> {
        let asked_before = self.asked.get();
        let mut current = self.current.lock().await;
        let is_moved = reason == TokenReason::Moved;
        let is_other = |open: &ActiveCredential| {
            let (known, refused) = (&open.endpoint, &stale.endpoint);
            if is_moved { known.portal() != refused.portal() } else { known != refused }
        };
        if let Some(open) = &*current {
            // The same token once more is no renewal, unless this call has waited for it.
            let has_waited = self.asked.get() != asked_before && self.refused.borrow().is_none();
            if is_other(open) || (has_waited && !is_moved) {
                return Ok(());
            }
            if open.is_in_vain(reason, since.call) {
                return Err(error);
            }
        }
        let outcome = self.ask(host, reason, refreshing, since, &mut current).await;
        match outcome {
            Ok(open) if !is_moved || is_other(&open) => Ok(()),
            Err(refused) if !is_moved => Err(refused),
            _ => Err(error),
        }
    }

    /// Opens the portal anew, unless somebody has tried in vain since the request was to be sent.
    async fn ask(
        &self,
        host: &impl Host,
        reason: TokenReason,
        refreshing: &dyn Fn(),
        since: Since,
        current: &mut Option<Rc<ActiveCredential>>,
    ) -> Result<Rc<ActiveCredential>> {
        if self.asked.get() != since.request
            && let Some(refused) = self.refused.borrow().clone()
        {
            return Err(refused);
        }
        if reason != TokenReason::Initial {
            refreshing();
        }
        let outcome = self.open(host, reason).await.map_err(|error| self.clean(error));
        if let Ok(open) = &outcome {
            self.remember(open.endpoint.secret());
        }
        self.asked.set(self.asked.get().wrapping_add(1));
        self.refused.replace(outcome.as_ref().err().cloned());
        Ok(current.insert(Rc::new(outcome?)).clone())
    }

    /// `text` without the secrets known so far.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.secrets.borrow().iter().fold(text.into(), |text: String, secret| secret.redact(&text))
    }

    /// `error` without the secrets known so far.
    pub(crate) fn clean(&self, error: Error) -> Error {
        self.secrets.borrow().iter().fold(error, |error, secret| secret.redact_error(error))
    }

    fn remember(&self, secret: &Secret) {
        let mut secrets = self.secrets.borrow_mut();
        secrets.retain(|known| known != secret);
        if secrets.len() == REMEMBERED {
            secrets.remove(0);
        }
        secrets.push(secret.clone());
    }

    async fn open(&self, host: &impl Host, reason: TokenReason) -> Result<ActiveCredential> {
        let (endpoint, expires_at) = match &self.auth {
            Auth::Webhook(address) => (Endpoint::for_webhook(address, host)?, None),
            Auth::Token(token) => (self.endpoint_for(token, host)?, None),
            Auth::Source => {
                let _asking = self.asking.begin();
                let limit = Some(self.token_timeout_ms);
                let late = || token_timeout(self.token_timeout_ms);
                let (mut token, mut asking) = (None, pin!(host.token(reason)));
                let work =
                    poll_fn(|context| asking.as_mut().poll(context).map_ok(|given| token = Some(given)));
                timeout(host, limit, &|| false, &late, pin!(work)).await?;
                let token = token.ok_or_else(late)?;
                // A token that is new and about to end tells that the clocks differ: the portal decides.
                let now_ms = host.now_ms();
                let expires_at = token.expires_at.filter(|end| end - now_ms >= EXPIRY_MARGIN_MS);
                (self.endpoint_for(&token, host)?, expires_at)
            }
        };
        Ok(ActiveCredential {
            endpoint,
            reason,
            number: self.asked.get().wrapping_add(1),
            expires_at,
            tried_at: Cell::new(f64::NEG_INFINITY),
            is_accepted: Cell::default(),
            is_expired: Cell::default(),
        })
    }

    fn endpoint_for(&self, token: &Token, host: &impl Host) -> Result<Endpoint> {
        Endpoint::for_token(token, self.portal.as_deref(), host)
    }
}

fn token_timeout(limit_ms: f64) -> Error {
    let message = format!("`getToken` gave no token within {} ms", millis_for_display(limit_ms));
    Error::new(ErrorKind::Auth, code::TOKEN_UNAVAILABLE, message)
}

impl ActiveCredential {
    fn is_to_be_renewed(&self, now_ms: f64) -> bool {
        let is_ending = self.expires_at.is_some_and(|end| end - now_ms < EXPIRY_MARGIN_MS);
        (is_ending || self.is_expired.get()) && now_ms - self.tried_at.get() >= RENEWAL_PAUSE_MS
    }

    /// Takes note that the portal accepts it. Gives whether it had before.
    pub(crate) fn note_accepted(&self) -> bool {
        self.is_accepted.replace(true)
    }

    /// Takes note that the portal called it expired in the middle of a batch, as which it may have been
    /// accepted before. Gives whether there will be another.
    pub(crate) fn note_expired(&self, was_accepted: bool, begun: u32) -> bool {
        self.is_accepted.set(was_accepted);
        let is_renewed = !self.is_in_vain(TokenReason::Expired, begun);
        self.is_expired.set(self.is_expired.get() || is_renewed);
        is_renewed
    }

    /// Whether it was given for this reason after a call began, and the portal has not accepted it since:
    /// then another would be refused as well.
    fn is_in_vain(&self, reason: TokenReason, begun: u32) -> bool {
        self.number > begun && self.reason >= reason && !self.is_accepted.get()
    }
}
