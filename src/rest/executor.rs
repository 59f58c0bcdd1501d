use std::cell::RefCell;
use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};

use b24_record_reader::ResultShape;

use super::call_state::CallState;
use super::deadline::Deadline;
use super::in_flight::InFlightCounter;
use super::metrics::Metrics;
use super::response_reader::{OnPartialUsers, ResponseReader};
use super::retry::backoff_delay;
use crate::auth::Endpoint;
use crate::auth::{Auth, Secret};
use crate::auth::{TokenDemand, TokenManager};
use crate::client::ClientOptions;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::ids::UserId;
use crate::model::{ClientEvent, ClientEventKind, UserIssue, WaitReason};
use crate::protocol::RestResponse;
use crate::rate_limit::{Availability, LeakyBucket, OperatingTimeLimit, Permit, RequestLimiter};
use crate::time::{millis_for_display, timeout};
use crate::transport::HttpRequest;

/// How many requests of ours in the bucket make it likely that a failure without an answer is a refusal whose answer the browser
/// hides, as it does when the portal's front end sends no CORS headers.
const SUSPICIOUS_LEVEL: f64 = 20.0;

/// For how long a call waits until the portal works for a method again, in milliseconds.
const OPERATING_PATIENCE_MS: f64 = 600_000.0;

/// Learns the portal of each request before the request is sent: the application may return a token
/// of another portal.
pub(crate) type OnPortal = Box<dyn Fn(&str)>;

/// What all calls of a client have in common.
pub(crate) struct RestExecutor<H: Host> {
    pub(crate) host: H,
    pub(crate) session: TokenManager,
    pub(crate) options: ClientOptions,
    pub(crate) tally: Metrics,
    gate: RequestLimiter,
    budget: OperatingTimeLimit,
    /// The requests that have left and are not answered.
    sending: InFlightCounter,
    on_portal: OnPortal,
}

/// One REST call: what a request needs besides the endpoint.
pub(crate) struct RestRequest<'a> {
    pub(crate) method: &'a str,
    /// The methods that a batch is full of.
    pub(crate) inner: &'a [&'a str],
    /// What its result should be.
    pub(crate) shape: ResultShape,
    pub(crate) ids: &'a [UserId],
    /// The form of the request, given the token if the form has to carry it.
    pub(crate) form: &'a dyn Fn(Option<&Secret>) -> Secret,
    /// How often it may be sent again if it was refused for now.
    pub(crate) retries: u32,
    /// How often if it failed in a way that asking for fewer ids may get around.
    pub(crate) retries_before_split: u32,
    /// Whether nothing else can be asked in its place, so that it is asked again even if it took too long.
    pub(crate) is_only_way: bool,
    /// Whether it may be sent again when it is not known whether it has been carried out.
    pub(crate) is_repeatable: bool,
    /// What the call, or the lookup, that makes it is doing.
    pub(crate) state: &'a CallState,
    /// Who wants its users before the answer is whole.
    pub(crate) take_fresh: Option<&'a OnPartialUsers<'a>>,
}

impl<H: Host> fmt::Debug for RestExecutor<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestExecutor").finish_non_exhaustive()
    }
}

impl<H: Host> RestExecutor<H> {
    pub(crate) fn new(host: H, auth: Auth, options: ClientOptions, on_portal: OnPortal) -> Self {
        Self {
            host,
            session: TokenManager::new(auth, options.portal.clone(), options.request_timeout_ms()),
            tally: Metrics::default(),
            gate: RequestLimiter::default(),
            budget: OperatingTimeLimit::default(),
            sending: InFlightCounter::default(),
            on_portal,
            options,
        }
    }

    /// Why a call is over its deadline: for want of a token if no request has left whose answer it could have waited for.
    pub(crate) fn late(&self) -> Error {
        let missing = self.session.deadline_error().filter(|_| self.sending.is_nothing());
        missing.unwrap_or_else(Error::deadline_exceeded)
    }

    /// The state of a call that begins now.
    pub(crate) fn new_state(&self) -> CallState {
        let state = CallState::default();
        state.begin(self.host.now_ms(), self.session.token_requests());
        state
    }

    /// Does work that has to be over by a deadline. It ends before that if it waits for something
    /// that cannot come in time. Such errors are about this method and these ids.
    pub(crate) async fn in_time<T>(
        &self,
        deadline: Deadline,
        state: &CallState,
        method: &str,
        ids: &[UserId],
        mut work: Pin<&mut dyn Future<Output = Result<T>>>,
    ) -> Result<T> {
        let mut outcome = None;
        let work = poll_fn(|context| work.as_mut().poll(context).map_ok(|done| outcome = Some(done)));
        self.limited(deadline, state, method, ids, pin!(work)).await?;
        Ok(outcome.expect("work that is done has an outcome"))
    }

    /// As `in_time`, without a type for the outcome: each would have its own copy of this.
    async fn limited(
        &self,
        deadline: Deadline,
        state: &CallState,
        method: &str,
        ids: &[UserId],
        work: Pin<&mut dyn Future<Output = Result<()>>>,
    ) -> Result<()> {
        let left = Some(deadline.left_ms(self.host.now_ms()));
        let is_blocked = || state.is_blocked(deadline, self.host.now_ms());
        let late = || {
            let blocked = state.blocked_by(deadline, self.host.now_ms());
            blocked.unwrap_or_else(|| self.late()).for_request(method, ids)
        };
        timeout(&self.host, left, &is_blocked, &late, work).await
    }

    /// Makes a call: sends it, and again as long as that may help.
    pub(crate) async fn call(&self, call: &RestRequest<'_>) -> Result<RestResponse> {
        let mut attempt = 0;
        loop {
            match self.call_once(call).await {
                Ok(answer) => return Ok(answer),
                Err(error) => self.before_again(call, error, &mut attempt).await?,
            }
        }
    }

    /// Lets the time pass after which a call that failed may be made again, for the `attempt`-th time after the first.
    ///
    /// # Errors
    /// The failure itself, if that would not help.
    pub(crate) async fn before_again(
        &self,
        call: &RestRequest<'_>,
        error: Error,
        attempt: &mut u32,
    ) -> Result<()> {
        // No retry of those that are counted: the method will be allowed again.
        if error.is_operating_limit() {
            if self.is_refused_for_long(call) {
                return Err(error);
            }
            self.pause(call.state, call.method, &error, *attempt + 1, 0.0).await;
            return Ok(());
        }
        let splittable = error.is_splittable();
        let retries = if splittable { call.retries_before_split } else { call.retries };
        let is_safe = call.is_repeatable || !error.is_maybe_executed();
        let may_help = call.is_only_way || !error.is_timeout();
        let may_repeat = *attempt < retries && is_safe && may_help;
        let pause = backoff_delay(&error, *attempt, &self.host).filter(|_| may_repeat);
        let Some(after_ms) = pause else { return Err(error) };
        *attempt += 1;
        self.pause(call.state, call.method, &error, *attempt, after_ms).await;
        Ok(())
    }

    /// Lets time pass before the attempt after the `attempt`-th.
    pub(crate) async fn pause(
        &self,
        state: &CallState,
        method: &str,
        error: &Error,
        attempt: u32,
        after_ms: f64,
    ) {
        self.tally.count(|stats| stats.retries += 1);
        let code = error.code.clone();
        self.tell(ClientEventKind::Retry { method: method.into(), code, attempt: attempt + 1, after_ms });
        state.set_failure(error);
        let wait_ms = after_ms.max(error.retry_after_ms.unwrap_or_default());
        state.set_wait(None, wait_ms, self.host.now_ms());
        self.host.sleep(after_ms).await;
        state.end_wait();
    }

    /// Makes a call, and again if the token has expired, or the portal has moved, and a new token is to
    /// be had.
    pub(crate) async fn call_once(&self, call: &RestRequest<'_>) -> Result<RestResponse> {
        let since = TokenDemand { call: call.state.asked.get(), request: self.session.token_requests() };
        let refreshing = || self.note_refresh();
        let (mut renewed, mut admitted) = (None, None);
        loop {
            let open = self.session.credential(&self.host, since, &refreshing).await?;
            let portal = open.endpoint.portal();
            let Some(place) = admitted.take() else {
                admitted = Some(self.admit(call, portal).await?);
                // It may have been renewed while the request waited.
                continue;
            };
            (self.on_portal)(portal);
            let error = match self.attempt(call, place, &open.endpoint).await {
                Ok(answer) => {
                    let was_accepted = open.mark_accepted();
                    call.state.note_answer(open, was_accepted);
                    return Ok(answer);
                }
                Err(error) => error,
            };
            let remedy = self.session.refresh_reason(&error, call.is_repeatable);
            // Each once, so that a portal that moves back and forth is no loop.
            let Some(reason) = remedy.filter(|_| remedy > renewed) else { return Err(error) };
            renewed = remedy;
            self.session.refresh(&self.host, &open, reason, since, error, &refreshing).await?;
        }
    }

    fn note_refresh(&self) {
        self.tally.count(|stats| stats.refreshes += 1);
        self.tell(ClientEventKind::Refresh {});
    }

    /// Sends one request, and reads its answer.
    async fn attempt(
        &self,
        call: &RestRequest<'_>,
        place: Permit<'_>,
        endpoint: &Endpoint,
    ) -> Result<RestResponse> {
        let request = HttpRequest { url: endpoint.url(call.method), form: (call.form)(endpoint.token()) };
        let (number, sent_at) = self.note_sent(call);
        let limit = self.options.request_timeout_ms();
        let late = || {
            let message = format!("No answer from the portal within {} ms", millis_for_display(limit));
            Error::new(ErrorKind::Timeout, code::REQUEST_TIMEOUT, message)
        };
        let _sending = self.sending.begin();
        let body = RefCell::new(ResponseReader::new(
            &self.host,
            self.session.redactor(),
            call,
            self.options.max_response_bytes(),
        ));
        let sent = {
            let mut sink = &body;
            let mut sending = pin!(self.host.send(request, &mut sink));
            let sending = poll_fn(|context| {
                if call.state.flush.take() {
                    body.borrow_mut().flush();
                }
                sending.as_mut().poll(context).map_err(Error::from)
            });
            timeout(&self.host, Some(limit), &|| false, &late, pin!(sending)).await
        };
        let mut outcome = body.into_inner().finish(sent).map_err(|error| {
            let error = error.for_request(call.method, call.ids);
            self.session.redactor().redact_error(endpoint.secret().redact_error(error))
        });
        drop(place);
        self.tell(ClientEventKind::Response {
            request: number,
            method: call.method.into(),
            after_ms: (self.host.now_ms() - sent_at).max(0.0),
            status: outcome.as_ref().map_or_else(|error| error.status, |answer| Some(answer.status)),
            code: outcome.as_ref().err().map(|error| error.code.clone()),
        });
        match &mut outcome {
            Ok(answer) => self.note_success(call, answer),
            Err(error) => self.note_failure(call, error, endpoint).await,
        }
        outcome
    }

    /// Waits until the portal's limits allow a request.
    ///
    /// # Errors
    /// `OPERATION_TIME_LIMIT` if the portal has refused one of its methods for too long.
    async fn admit(&self, call: &RestRequest<'_>, portal: &str) -> Result<Permit<'_>> {
        let (rate, concurrency) = (self.options.rate(), self.options.concurrency());
        let rest_ms = || self.longest(call, &|method, now_ms| self.budget.cooldown_ms(method, now_ms));
        loop {
            // Out of the queue: calls of other methods need not rest.
            while rest_ms() > 0.0 {
                if self.is_refused_for_long(call) {
                    let error = call.state.limit_error(WaitReason::Operating);
                    return Err(error.for_request(call.method, call.ids));
                }
                self.wait(call.state, WaitReason::Operating, rest_ms()).await;
            }
            let expected = |at_ms: Option<f64>| match at_ms {
                Some(at_ms) => {
                    let now_ms = self.host.now_ms();
                    call.state.set_wait(Some(WaitReason::Limit), at_ms - now_ms, now_ms);
                }
                None => call.state.end_wait(),
            };
            let room = self.room(call.state, portal);
            let place = self.gate.acquire(&self.host, rate, concurrency, &expected, room).await;
            // Answers that came while it queued may have told otherwise.
            if rest_ms() <= 0.0 {
                return Ok(place);
            }
        }
    }

    /// The greatest number that there is for any of a call's methods, now.
    fn longest(&self, call: &RestRequest<'_>, number: &dyn Fn(&str, f64) -> f64) -> f64 {
        let now_ms = self.host.now_ms();
        let numbers = call.inner.iter().map(|method| number(method, now_ms));
        numbers.fold(number(call.method, now_ms), f64::max)
    }

    /// Whether calls of a method have to wait until the portal works for it again.
    pub(crate) fn is_resting(&self, method: &str) -> bool {
        self.budget.cooldown_ms(method, self.host.now_ms()) > 0.0
    }

    /// Whether the portal has refused one of the call's methods for as long as it is waited for.
    fn is_refused_for_long(&self, call: &RestRequest<'_>) -> bool {
        let refused_ms =
            |method: &str, now_ms| self.budget.refused_for_ms(method, now_ms).unwrap_or_default();
        let (now_ms, began_ms) = (self.host.now_ms(), &call.state.began_ms);
        // The clock may have been set back.
        began_ms.set(began_ms.get().min(now_ms));
        let waited_ms = now_ms - began_ms.get();
        self.longest(call, &refused_ms).min(waited_ms) >= OPERATING_PATIENCE_MS
    }

    /// Waits for room in the portal's bucket.
    async fn room(&self, state: &CallState, portal: &str) {
        let rate = self.options.rate();
        loop {
            let acquire = move |bucket: &mut LeakyBucket, now_ms| bucket.try_acquire(rate, now_ms);
            let availability = self.host.update(portal, Box::new(acquire)).await;
            self.gate.record(availability, self.host.now_ms(), rate);
            match availability {
                Availability::Available { .. } => return,
                Availability::Full { for_ms } => self.wait(state, WaitReason::Limit, for_ms).await,
            }
        }
    }

    async fn wait(&self, state: &CallState, reason: WaitReason, ms: f64) {
        self.tally.count(|stats| stats.waits += 1);
        self.tell(ClientEventKind::Wait { reason, ms });
        state.set_wait(Some(reason), ms, self.host.now_ms());
        self.host.sleep(ms).await;
        state.end_wait();
    }

    /// The request's number, and when it leaves.
    fn note_sent(&self, call: &RestRequest<'_>) -> (u32, f64) {
        let mut spent = call.state.spent.get();
        spent.requests += 1;
        call.state.spent.set(spent);
        self.tally.count(|stats| stats.requests += 1);
        let request = self.tally.get().requests;
        self.tell(ClientEventKind::Request { request, method: call.method.into(), ids: call.ids.len() });
        (request, self.host.now_ms())
    }

    fn note_success(&self, call: &RestRequest<'_>, answer: &RestResponse) {
        self.note_operating(call.method, answer);
        let mut spent = call.state.spent.get();
        spent.add(answer.time.duration.unwrap_or_default(), answer.time.operating);
        call.state.spent.set(spent);
    }

    /// Takes note of what a method has cost the portal.
    pub(crate) fn note_operating(&self, method: &str, answer: &RestResponse) {
        let (time, now_ms) = (&answer.time, self.host.now_ms());
        // An answer without a time of its own leaves only the device's.
        let by_device = || time.operating_reset_at.map(|seconds| seconds * 1000.0 - now_ms);
        self.budget.record(method, time.operating, time.reset_in_ms().or_else(by_device), now_ms);
    }

    async fn note_failure(&self, call: &RestRequest<'_>, error: &mut Error, endpoint: &Endpoint) {
        self.note_inner_failure(call.method, error);
        let rate = self.options.rate();
        // From which level on the bucket is taken to be full.
        let full_from = if error.is_throttled() {
            0.0
        } else if error.is_network_failure() {
            SUSPICIOUS_LEVEL
        } else {
            return;
        };
        let fill = move |bucket: &mut LeakyBucket, now| {
            if bucket.level(rate, now) >= full_from {
                bucket.mark_full(rate, now);
            }
            bucket.availability(rate, now)
        };
        let availability = self.host.update(endpoint.portal(), Box::new(fill)).await;
        if error.kind == ErrorKind::Limit {
            error.set_retry_after_ms(Some(availability.wait_ms()));
        }
    }

    /// Takes note of one of a batch's calls that failed by itself: with another token it may succeed.
    pub(crate) fn note_inner_expiry(&self, state: &CallState, error: &mut Error) {
        if let Some((open, was_accepted)) = &*state.opened.borrow()
            && self.session.is_refreshable()
            && error.is_token_expired()
        {
            let begun = state.asked.get();
            let is_in_vain = state.note_expired(open.epoch) || self.session.has_failed_since(begun);
            if !is_in_vain && open.mark_expired_in_batch(*was_accepted, begun) {
                error.mark_retryable();
            }
        }
    }

    /// Takes note of a call that failed by itself, in a batch or not.
    pub(crate) fn note_inner_failure(&self, method: &str, error: &mut Error) {
        if error.is_operating_limit() {
            let reset_in_ms = error.retry_after_ms;
            error.set_retry_after_ms(self.budget.mark_exhausted(method, reset_in_ms, self.host.now_ms()));
        }
    }

    /// Tells of a field that did not arrive as typed.
    pub(crate) fn tell_issue(&self, issue: &UserIssue) {
        self.tell(ClientEventKind::Issue { issue: issue.clone() });
    }

    /// Emits an event, the only way to do so: none holds a secret.
    pub(crate) fn tell(&self, mut what: ClientEventKind) {
        for text in what.foreign_strings().into_iter().flatten() {
            *text = self.session.redactor().redact(text);
        }
        self.host.emit(&ClientEvent { at: self.host.now_ms(), kind: what });
    }
}
