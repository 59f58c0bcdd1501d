use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;

use futures_util::lock::Mutex;

use super::credential::{ActiveCredential, TokenEpoch};
use super::endpoint::Endpoint;
use super::redactor::Redactor;
use super::token::{Auth, EXPIRY_MARGIN, Token, TokenReason, TokenSource};
use super::url::UrlParser;
use crate::error::{Error, Result};
use crate::time::{Clock, Millis, timeout};

/// What the token manager needs from its environment.
pub(crate) trait TokenHost: Clock + UrlParser + TokenSource {}

impl<T: Clock + UrlParser + TokenSource> TokenHost for T {}

/// Holds and refreshes the client's current credential. Sends one token request at a time
/// (single-flight), and all waiting requests share its outcome.
#[derive(Debug)]
pub(crate) struct TokenManager {
    auth: Auth,
    portal: Option<String>,
    /// The timeout of a token request.
    token_timeout: Millis,
    /// Locked during a token request, so that all requests that need the new token await it.
    current: Mutex<Option<Rc<ActiveCredential>>>,
    epoch: Cell<TokenEpoch>,
    /// The error of the last token request; `None` if that request succeeded.
    last_error: RefCell<Option<Error>>,
    redactor: Redactor,
}

/// The numbers of token requests ([`TokenEpoch`]) that were complete when a call and its current
/// request began. Shows whether a token, or a failed token request, is newer than the call or the
/// request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StartEpochs {
    /// The epoch at the start of the call, which may send many requests.
    pub(crate) call: TokenEpoch,
    /// The epoch before the current request was sent.
    pub(crate) request: TokenEpoch,
}

impl TokenManager {
    pub(crate) fn new(auth: Auth, portal: Option<String>, token_timeout: Millis) -> Self {
        let redactor = Redactor::default();
        match &auth {
            Auth::Token(token) => redactor.add_secret(&token.access_token),
            Auth::Webhook(address) => {
                redactor.add_secret(address);
                redactor.add_secret(&Endpoint::webhook_code(address));
            }
            Auth::Source => {}
        }
        Self {
            auth,
            portal,
            token_timeout,
            current: Mutex::new(None),
            epoch: Cell::default(),
            last_error: RefCell::default(),
            redactor,
        }
    }

    /// Redacts all secrets of the client.
    pub(crate) const fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Whether tokens come from a `TokenSource`.
    pub(crate) fn is_refreshable(&self) -> bool {
        self.auth == Auth::Source
    }

    /// The number of token requests so far.
    pub(crate) fn current_epoch(&self) -> TokenEpoch {
        self.epoch.get()
    }

    /// The error of a call that reaches its deadline while a token is being requested; `None` if no
    /// token is being requested now.
    pub(crate) fn deadline_error(&self) -> Option<Error> {
        // While other tasks run, only a token request holds the lock.
        let is_requested = self.current.try_lock().is_none();
        let message = "`getToken` returned no token before the call's deadline";
        is_requested.then(|| Error::token_unavailable(message))
    }

    /// Whether the last token request failed, and ended after the epoch `since`.
    pub(crate) fn has_failed_since(&self, since: TokenEpoch) -> bool {
        self.epoch.get() != since && self.last_error.borrow().is_some()
    }

    /// The reason to request a new token after `error`; `None` if a new token would not help, or if
    /// there is no token source. After a redirect that `fetch` followed, the portal may have
    /// executed the request, so only an idempotent request is sent again with a new token.
    pub(crate) fn refresh_reason(&self, error: &Error, is_idempotent: bool) -> Option<TokenReason> {
        // If there is a status, `fetch` followed the redirect, so the request may have been
        // executed.
        let is_moved = error.is_portal_moved() && (is_idempotent || error.status.is_none());
        let reason = if error.is_token_expired() {
            TokenReason::Expired
        } else if is_moved {
            TokenReason::Moved
        } else {
            return None;
        };
        self.is_refreshable().then_some(reason)
    }

    /// Returns the current credential. Requests a token if there is none, or if a refresh is due:
    /// shortly before a known expiry, or after a command of a batch failed because the token had
    /// expired. Calls `on_refresh` only before a refresh. If a refresh fails, returns the previous
    /// credential, because its token may still be valid.
    ///
    /// # Errors
    /// The error of the token request, if there is no previous credential.
    pub(crate) async fn current_credential(
        &self,
        host: &impl TokenHost,
        start_epochs: StartEpochs,
        on_refresh: &dyn Fn(),
    ) -> Result<Rc<ActiveCredential>> {
        let mut current = self.current.lock().await;
        let reason = match &*current {
            None => TokenReason::Initial,
            Some(known) if self.is_refreshable() && known.is_refresh_due(host.now()) => {
                TokenReason::Expired
            }
            Some(known) => return Ok(known.clone()),
        };
        // Recorded before the request as well, because the caller may drop this future during the
        // request.
        if let Some(known) = &*current {
            known.record_refresh_attempt(host.now());
        }
        let outcome =
            self.request_token(host, reason, on_refresh, start_epochs, &mut current).await;
        match (outcome, &*current) {
            // The known token may still be valid: the portal decides.
            (Err(_), Some(known)) => {
                known.record_refresh_attempt(host.now());
                Ok(known.clone())
            }
            (outcome, _) => outcome,
        }
    }

    /// Replaces the credential `stale`, which the portal refused with `error`. Concurrent callers
    /// share one token request, and only the first calls `on_refresh`.
    ///
    /// # Errors
    /// `error` itself if the portal has moved and no token for another portal arrives, or if
    /// `stale` already comes from a refresh that did not help. Otherwise, the error of the token
    /// request.
    pub(crate) async fn refresh(
        &self,
        host: &impl TokenHost,
        stale: &ActiveCredential,
        reason: TokenReason,
        start_epochs: StartEpochs,
        error: Error,
        on_refresh: &dyn Fn(),
    ) -> Result<()> {
        let requests_before = self.epoch.get();
        let mut current = self.current.lock().await;
        let is_moved = reason == TokenReason::Moved;
        let is_other = |known: &ActiveCredential| {
            let (known, refused) = (&known.endpoint, &stale.endpoint);
            if is_moved { known.portal() != refused.portal() } else { known != refused }
        };
        if let Some(known) = &*current {
            // An identical token counts as refreshed only if it arrived while this request awaited
            // the lock.
            let is_awaited =
                self.epoch.get() != requests_before && self.last_error.borrow().is_none();
            if is_other(known) || (is_awaited && !is_moved) {
                return Ok(());
            }
            if known.is_failed_refresh(reason, start_epochs.call) {
                return Err(error);
            }
        }
        let outcome =
            self.request_token(host, reason, on_refresh, start_epochs, &mut current).await;
        match outcome {
            Ok(new) if !is_moved || is_other(&new) => Ok(()),
            Err(unavailable) if !is_moved => Err(unavailable),
            _ => Err(error),
        }
    }

    /// Requests a token, and makes it the current credential. If the last token request failed
    /// after the current REST request began (`start_epochs.request`), sends no further token
    /// request, and returns the error of the failed one.
    async fn request_token(
        &self,
        host: &impl TokenHost,
        reason: TokenReason,
        on_refresh: &dyn Fn(),
        start_epochs: StartEpochs,
        current: &mut Option<Rc<ActiveCredential>>,
    ) -> Result<Rc<ActiveCredential>> {
        if self.has_failed_since(start_epochs.request)
            && let Some(error) = self.last_error.borrow().clone()
        {
            return Err(error);
        }
        if reason != TokenReason::Initial {
            on_refresh();
        }
        let outcome = self.load_credential(host, reason).await;
        let outcome = outcome.map_err(|error| self.redactor.redact_error(error));
        if let Ok(credential) = &outcome {
            self.redactor.add_secret(credential.endpoint.secret());
        }
        self.epoch.set(self.epoch.get().next());
        self.last_error.replace(outcome.as_ref().err().cloned());
        Ok(current.insert(Rc::new(outcome?)).clone())
    }

    async fn load_credential(
        &self,
        host: &impl TokenHost,
        reason: TokenReason,
    ) -> Result<ActiveCredential> {
        let (endpoint, expires_at) = match &self.auth {
            Auth::Webhook(address) => (Endpoint::for_webhook(address, host)?, None),
            Auth::Token(token) => (self.endpoint_for(token, host)?, None),
            Auth::Source => {
                let limit = self.token_timeout;
                let on_timeout = || timeout_error(limit);
                let (mut token, mut work) = (None, pin!(host.request_token(reason)));
                let work =
                    poll_fn(|context| work.as_mut().poll(context).map_ok(|new| token = Some(new)));
                timeout(host, limit, &|| false, &on_timeout, pin!(work)).await?;
                let token = token.ok_or_else(on_timeout)?;
                // If a new token is already about to expire, the clocks differ, so the expiry is
                // ignored: the portal decides.
                let now = host.now();
                let expires_at = token.expires_at.filter(|&end| end - now >= EXPIRY_MARGIN);
                (self.endpoint_for(&token, host)?, expires_at)
            }
        };
        let epoch = self.epoch.get().next();
        Ok(ActiveCredential::new(endpoint, reason, epoch, expires_at))
    }

    fn endpoint_for(&self, token: &Token, host: &impl UrlParser) -> Result<Endpoint> {
        Endpoint::for_token(token, self.portal.as_deref(), host)
    }
}

fn timeout_error(limit: Millis) -> Error {
    Error::token_unavailable(format!(
        "`getToken` returned no token within {} ms",
        limit.for_display()
    ))
}
