//! The stack of a request: retry, reauthentication, rate limits and transport.

use std::fmt;

use super::call_state::CallState;
use super::config::RestConfig;
use super::deadline::Deadline;
use super::in_flight::InFlightCounter;
use super::metrics::Metrics;
use super::portal_limits::PortalLimits;
use super::rest_request::RestRequest;
use super::retry::{Retry, RetryState};
use crate::auth::{Auth, Redactor, TokenManager};
use crate::error::{Error, Result};
use crate::host::Host;
use crate::model::{ClientEvent, ClientEventKind, UserIssue};
use crate::protocol::RestResponse;
use crate::time::Millis;

/// Called before each request with the portal's address, because a new token may be for another
/// portal.
pub(crate) type BeforeSend = Box<dyn Fn(&str)>;

/// Sends the REST requests of all calls of a client, through one stack of layers. From the
/// outermost to the innermost, the layers are: retry, reauth, rate limit, timeout and transport.
pub(crate) struct RestExecutor<H: Host> {
    host: H,
    config: RestConfig,
    tokens: TokenManager,
    limits: PortalLimits,
    metrics: Metrics,
    in_flight: InFlightCounter,
    before_send: BeforeSend,
}

impl<H: Host> fmt::Debug for RestExecutor<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestExecutor").finish_non_exhaustive()
    }
}

impl<H: Host> RestExecutor<H> {
    pub(crate) fn new(host: H, auth: Auth, config: RestConfig, before_send: BeforeSend) -> Self {
        Self {
            host,
            tokens: TokenManager::new(auth, config.portal.clone(), config.request_timeout),
            limits: PortalLimits::new(config.rate, config.concurrency),
            metrics: Metrics::default(),
            in_flight: InFlightCounter::default(),
            before_send,
            config,
        }
    }

    pub(crate) const fn host(&self) -> &H {
        &self.host
    }

    pub(crate) const fn config(&self) -> &RestConfig {
        &self.config
    }

    pub(crate) const fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Redacts the secrets of the client.
    pub(crate) const fn redactor(&self) -> &Redactor {
        self.tokens.redactor()
    }

    /// Records the start of a call or lookup in its state.
    pub(crate) fn record_start(&self, state: &CallState) {
        state.record_start(self.host.now());
        state.reauth.record_start(&self.tokens);
    }

    /// The state of a call that starts now.
    pub(crate) fn start_call(&self) -> CallState {
        let state = CallState::default();
        self.record_start(&state);
        state
    }

    /// The error for a missed deadline: `TOKEN_UNAVAILABLE` if a token is awaited and no request is
    /// in flight, otherwise `DEADLINE_EXCEEDED`.
    pub(crate) fn deadline_error(&self, deadline: Deadline) -> Error {
        let missing_token = self.tokens.deadline_error().filter(|_| self.in_flight.is_zero());
        missing_token.unwrap_or_else(|| deadline.exceeded_error())
    }

    /// Sends a request, and retries it as its policy allows.
    pub(crate) async fn execute(&self, request: &RestRequest<'_>) -> Result<RestResponse> {
        let mut retries = RetryState::default();
        loop {
            match self.execute_with_reauth(request).await {
                Ok(response) => return Ok(response),
                Err(error) => self.wait_before_retry(request, error, &mut retries).await?,
            }
        }
    }

    /// Waits until a failed request may be sent again.
    ///
    /// # Errors
    /// `error` itself, if the request should not be sent again.
    pub(crate) async fn wait_before_retry(
        &self,
        request: &RestRequest<'_>,
        error: Error,
        retries: &mut RetryState,
    ) -> Result<()> {
        let has_waited_too_long = error.is_operating_limit()
            && self.limits.exceeds_operating_wait(request, self.host.now());
        let retry = retries.next_retry(&request.policy, &error, &self.host);
        let Some(retry) = retry.filter(|_| !has_waited_too_long) else { return Err(error) };
        self.backoff(request.state, request.method, &error, retry).await;
        Ok(())
    }

    /// Counts and emits a retry after `error`, and waits for its delay.
    pub(crate) async fn backoff(
        &self,
        state: &CallState,
        method: &str,
        error: &Error,
        Retry { attempt, delay }: Retry,
    ) {
        self.metrics.update(|stats| stats.retries += 1);
        let code = error.code.clone();
        let after_ms = delay.ceil().get();
        self.emit(ClientEventKind::Retry { method: method.into(), code, attempt, after_ms });
        let wait = delay.max(error.retry_after().unwrap_or_default());
        state.wait.begin_retry_delay(error, wait, self.host.now());
        self.host.sleep(delay).await;
        state.wait.end();
    }

    /// Sends a request as soon as the limits allow it. If the portal refuses the token as expired,
    /// or has moved to another address, sends the request again with a new token, if the client can
    /// get one.
    pub(crate) async fn execute_with_reauth(
        &self,
        request: &RestRequest<'_>,
    ) -> Result<RestResponse> {
        let start_epochs = request.state.reauth.start_epochs(&self.tokens);
        let on_refresh = || {
            self.metrics.update(|stats| stats.refreshes += 1);
            self.emit(ClientEventKind::Refresh {});
        };
        let on_wait = |reason, span: Millis| {
            self.metrics.update(|stats| stats.waits += 1);
            self.emit(ClientEventKind::Wait { reason, ms: span.ceil().get() });
        };
        let (mut refreshed, mut permit) = (None, None);
        loop {
            let credential =
                self.tokens.current_credential(&self.host, start_epochs, &on_refresh).await?;
            let portal = credential.endpoint.portal();
            let Some(permit) = permit.take() else {
                permit =
                    Some(self.limits.acquire_permit(&self.host, request, portal, &on_wait).await?);
                // The token may have been refreshed while the request waited for the permit.
                continue;
            };
            (self.before_send)(portal);
            // The request counts as in flight until its outcome is recorded. Otherwise,
            // `deadline_error` could report a missing token in between.
            let in_flight = self.in_flight.enter();
            let outcome = self.send_and_read(request, &credential.endpoint).await;
            drop(permit);
            let outcome = self.record_outcome(request, portal, outcome).await;
            drop(in_flight);
            let error = match outcome {
                Ok(response) => {
                    request.state.reauth.record_accepted(credential);
                    return Ok(response);
                }
                Err(error) => error,
            };
            let reason = self.tokens.refresh_reason(&error, request.policy.is_idempotent);
            // Each reason leads to one refresh at most. Otherwise, a portal that moves back and
            // forth would cause an endless loop.
            let Some(reason) = reason.filter(|&reason| Some(reason) > refreshed) else {
                return Err(error);
            };
            refreshed = Some(reason);
            self.tokens
                .refresh(&self.host, &credential, reason, start_epochs, error, &on_refresh)
                .await?;
        }
    }

    /// Records the outcome of a request in the portal's limits, and the times of a successful
    /// response in the state of its call. Returns the outcome. Sets the `retry_after` of the error
    /// of a limit to the time until this limit allows a request again, if that time is known.
    async fn record_outcome(
        &self,
        request: &RestRequest<'_>,
        portal: &str,
        mut outcome: Result<RestResponse>,
    ) -> Result<RestResponse> {
        match &mut outcome {
            Ok(response) => {
                let time = &response.time;
                self.record_times(request.method, response);
                request.state.update_timing(|timing| {
                    timing.add_response_time(time.duration.unwrap_or_default(), time.operating);
                });
            }
            Err(error) => {
                self.limits.record_failure(&self.host, request.method, portal, error).await;
            }
        }
        outcome
    }

    /// Whether the operating-time limit makes calls of this method wait.
    pub(crate) fn is_cooling_down(&self, method: &str) -> bool {
        self.limits.is_cooling_down(method, self.host.now())
    }

    /// Records the portal's times for a request, or for one command of a batch.
    pub(crate) fn record_times(&self, method: &str, response: &RestResponse) {
        self.limits.record_success(method, &response.time, self.host.now());
    }

    /// Records that a command of a batch failed, whereas the batch itself succeeded. Marks `error`
    /// as retryable if the token has expired and a new token may help. If the operating-time limit
    /// caused the failure, sets the `retry_after` of `error` to the time until the portal resets
    /// the method's operating time, if that time is known.
    pub(crate) fn record_command_failure(
        &self,
        state: &CallState,
        method: &str,
        error: &mut Error,
    ) {
        if error.is_token_expired() && state.reauth.record_command_expiry(&self.tokens) {
            error.mark_retryable();
        }
        self.limits.record_method_failure(method, error, self.host.now());
    }

    /// Emits an event for a field of a user whose value does not have the declared type.
    pub(crate) fn emit_issue(&self, issue: &UserIssue) {
        self.emit(ClientEventKind::Issue { issue: issue.clone() });
    }

    /// Redacts an event and emits it. All events pass through this function.
    pub(crate) fn emit(&self, mut kind: ClientEventKind) {
        for text in kind.external_strings().into_iter().flatten() {
            *text = self.redactor().redact(text);
        }
        self.host.emit(&ClientEvent { at: self.host.now().get(), kind });
    }
}
