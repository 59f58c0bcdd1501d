use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;

use futures_util::lock::Mutex;

use super::ClientOptions;
use super::under_way::UnderWay;
use crate::auth::{Auth, Secret, TokenReason};
use crate::error::{Error, ErrorKind, Result, code};
use crate::portal::Endpoint;
use crate::send::{Host, whole, within};

/// How long before its end a token is no longer used, in milliseconds: a request may wait that long at the portal.
const EXPIRY_MARGIN_MS: f64 = 60_000.0;

/// How long a token that could not be renewed is used without another try, in milliseconds, as long as it is good.
const RENEWAL_PAUSE_MS: f64 = 10_000.0;

/// What opens the portal at the moment.
#[derive(Debug)]
pub(super) struct Session {
    auth: Auth,
    portal: Option<String>,
    /// How long the application may take to give a token.
    token_timeout_ms: f64,
    /// Locked while a token is asked for, so that all who need one wait for the same.
    current: Mutex<Option<Open>>,
    /// Whether the application is being asked.
    asking: UnderWay,
    /// How often the application was asked, and what it said if it had none: those who waited for that are told the same.
    asked: Cell<u32>,
    refused: RefCell<Option<Error>>,
    /// What opens the portal, and what opened it so far, the latest last: requests that left with those before may still be under way.
    secrets: RefCell<Vec<Secret>>,
}

/// How many secrets are remembered, so that they can be blotted out: more than are renewed during a long call.
const REMEMBERED: usize = 8;

/// An endpoint and when it closes.
#[derive(Debug)]
struct Open {
    endpoint: Rc<Endpoint>,
    expires_at: Option<f64>,
    /// When another was last asked for ahead of its end, in vain.
    tried_at: f64,
}

impl Session {
    pub(super) fn new(auth: Auth, options: &ClientOptions) -> Self {
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
            asking: UnderWay::default(),
            asked: Cell::default(),
            refused: RefCell::default(),
            secrets: RefCell::new(secrets),
        }
    }

    /// Whether a new token can be had when the portal calls this one expired.
    pub(super) fn is_renewable(&self) -> bool {
        self.auth == Auth::Source
    }

    /// Why a call that waits for a token is over its deadline; `None` if none is being asked for.
    pub(super) fn missing_token(&self) -> Option<Error> {
        let message = "`getToken` gave no token before the call's deadline";
        (!self.asking.is_nothing()).then(|| Error::new(ErrorKind::Auth, code::TOKEN_UNAVAILABLE, message))
    }

    /// The endpoint of the moment, opened at first use and, telling `refreshing`, ahead of a known expiry.
    pub(super) async fn endpoint(&self, host: &impl Host, refreshing: &dyn Fn()) -> Result<Rc<Endpoint>> {
        let asked_before = self.asked.get();
        let mut current = self.current.lock().await;
        let reason = match &*current {
            None => TokenReason::Initial,
            Some(open) if self.is_renewable() && open.is_to_be_renewed(host.now_ms()) => TokenReason::Expired,
            Some(open) => return Ok(open.endpoint.clone()),
        };
        // Whoever asks may leave before there is an answer.
        if let Some(open) = current.as_mut() {
            open.tried_at = host.now_ms();
        }
        let outcome = self.ask(host, reason, refreshing, asked_before, &mut current).await;
        match (outcome, &mut *current) {
            // Ahead of its end it does as well.
            (Err(_), Some(open)) if !open.has_ended(host.now_ms()) => {
                open.tried_at = host.now_ms();
                Ok(open.endpoint.clone())
            }
            (outcome, _) => outcome,
        }
    }

    /// Renews the endpoint after `stale` was refused as expired. The first to come asks for a token, telling `refreshing`; the
    /// others wait for the same.
    pub(super) async fn renew(
        &self,
        host: &impl Host,
        stale: &Rc<Endpoint>,
        refreshing: &dyn Fn(),
    ) -> Result<()> {
        let asked_before = self.asked.get();
        let mut current = self.current.lock().await;
        // It may have been given once more: that is no renewal, unless this one has waited for it.
        let is_other = current.as_ref().is_some_and(|open| open.endpoint != *stale);
        if is_other || (self.asked.get() != asked_before && self.refused.borrow().is_none()) {
            return Ok(());
        }
        self.ask(host, TokenReason::Expired, refreshing, asked_before, &mut current).await.map(drop)
    }

    /// Opens the portal anew, unless somebody has just tried in vain, while this one waited for its turn.
    async fn ask(
        &self,
        host: &impl Host,
        reason: TokenReason,
        refreshing: &dyn Fn(),
        asked_before: u32,
        current: &mut Option<Open>,
    ) -> Result<Rc<Endpoint>> {
        if self.asked.get() != asked_before
            && let Some(refused) = self.refused.borrow().clone()
        {
            return Err(refused);
        }
        if reason == TokenReason::Expired {
            refreshing();
        }
        let outcome = self.open(host, reason).await.map_err(|error| self.clean(error));
        if let Ok(open) = &outcome {
            self.remember(open.endpoint.secret());
        }
        self.asked.set(self.asked.get().wrapping_add(1));
        self.refused.replace(outcome.as_ref().err().cloned());
        Ok(current.insert(outcome?).endpoint.clone())
    }

    /// `text` without the secrets known so far.
    pub(super) fn scrub(&self, text: &str) -> String {
        self.secrets.borrow().iter().fold(text.into(), |text: String, secret| secret.scrub(&text))
    }

    /// `error` without the secrets known so far.
    pub(super) fn clean(&self, error: Error) -> Error {
        self.secrets.borrow().iter().fold(error, Error::without)
    }

    fn remember(&self, secret: &Secret) {
        let mut secrets = self.secrets.borrow_mut();
        secrets.retain(|known| known != secret);
        if secrets.len() == REMEMBERED {
            secrets.remove(0);
        }
        secrets.push(secret.clone());
    }

    async fn open(&self, host: &impl Host, reason: TokenReason) -> Result<Open> {
        let token = match &self.auth {
            Auth::Webhook(address) => {
                return Ok(Open {
                    endpoint: Rc::new(Endpoint::for_webhook(address, host)?),
                    expires_at: None,
                    tried_at: f64::NEG_INFINITY,
                });
            }
            Auth::Token(token) => token.clone(),
            Auth::Source => {
                let _asking = self.asking.begin();
                let limit = Some(self.token_timeout_ms);
                let late = || token_timeout(self.token_timeout_ms);
                within(host, limit, &|| false, &late, pin!(host.token(reason))).await?
            }
        };
        let endpoint = Rc::new(Endpoint::for_token(&token, self.portal.as_deref(), host)?);
        let open = Open { endpoint, expires_at: token.expires_at, tried_at: f64::NEG_INFINITY };
        // What is renewed and ends at once has a clock of its own: the portal will tell, else each request would ask again.
        let ends_at_once = reason == TokenReason::Expired && open.is_ending(host.now_ms());
        Ok(if ends_at_once { Open { expires_at: None, ..open } } else { open })
    }
}

fn token_timeout(limit_ms: f64) -> Error {
    let message = format!("`getToken` gave no token within {} ms", whole(limit_ms));
    Error::new(ErrorKind::Auth, code::TOKEN_UNAVAILABLE, message)
}

impl Open {
    fn has_ended(&self, now_ms: f64) -> bool {
        self.expires_at.is_some_and(|end| end <= now_ms)
    }

    fn is_to_be_renewed(&self, now_ms: f64) -> bool {
        self.is_ending(now_ms) && (self.has_ended(now_ms) || now_ms - self.tried_at >= RENEWAL_PAUSE_MS)
    }

    fn is_ending(&self, now_ms: f64) -> bool {
        self.expires_at.is_some_and(|end| end - now_ms < EXPIRY_MARGIN_MS)
    }
}
