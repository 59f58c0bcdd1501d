//! Waits until the portal's limits allow a request, and records what responses say about these
//! limits.

use super::call_state::CallState;
use super::rest_request::RestRequest;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{RestTime, WaitReason};
use crate::rate_limit::{
    Availability, LeakyBucket, OperatingTimeLimit, Permit, Rate, RateLimitStore, RequestLimiter,
};
use crate::time::{Clock, Millis, Timestamp};

/// If our estimate of the portal's leaky bucket is at least this full, in requests, a network
/// failure counts as throttling. The portal's front end probably refused the request, and the
/// browser hides its response, which lacks CORS headers.
const MIN_LEVEL_FOR_HIDDEN_REFUSAL: f64 = 20.0;

/// How long a call waits while the portal refuses its method for the operating-time limit.
const MAX_OPERATING_WAIT: Millis = Millis::from_secs(600.0);

/// The limits that the portal sets for the client's requests.
#[derive(Debug)]
pub(super) struct PortalLimits {
    rate: Rate,
    concurrency: usize,
    limiter: RequestLimiter,
    operating_time: OperatingTimeLimit,
}

impl PortalLimits {
    pub(super) fn new(rate: Rate, concurrency: usize) -> Self {
        Self {
            rate,
            concurrency,
            limiter: RequestLimiter::default(),
            operating_time: OperatingTimeLimit::default(),
        }
    }

    /// Waits until the limits allow the request. Calls `on_wait` with the reason and the length of
    /// each wait.
    ///
    /// # Errors
    /// The error of the operating-time limit, if the portal has refused one of the request's
    /// methods for at least `MAX_OPERATING_WAIT`, and the call has also run for at least that time.
    pub(super) async fn acquire_permit(
        &self,
        host: &(impl Clock + RateLimitStore),
        request: &RestRequest<'_>,
        portal: &str,
        on_wait: &dyn Fn(WaitReason, Millis),
    ) -> Result<Permit<'_>> {
        let cooldown = || {
            let now = host.now();
            request.longest_over_methods(&|method| self.operating_time.cooldown(method, now))
        };
        loop {
            // The request waits before it joins the queue, so that requests of other methods need
            // not wait.
            while cooldown() > Millis::ZERO {
                if self.exceeds_operating_wait(request, host.now()) {
                    let error = request.state.wait.limit_error(WaitReason::Operating);
                    return Err(error.for_request(request.method, request.ids));
                }
                sleep_for_limit(host, request.state, WaitReason::Operating, cooldown(), on_wait)
                    .await;
            }
            let on_estimate = |at: Option<Timestamp>| match (at, host.now()) {
                (Some(at), now) => {
                    request.state.wait.begin_limit_wait(WaitReason::Limit, at - now, now);
                }
                (None, _) => request.state.wait.end(),
            };
            let capacity = self.acquire_capacity(host, request.state, portal, on_wait);
            let permit = self
                .limiter
                .acquire(host, self.rate, self.concurrency, &on_estimate, capacity)
                .await;
            // Responses may have changed the cooldown while the request was in the queue.
            if cooldown() <= Millis::ZERO {
                return Ok(permit);
            }
        }
    }

    /// Waits for capacity in the portal's bucket.
    async fn acquire_capacity(
        &self,
        host: &(impl Clock + RateLimitStore),
        state: &CallState,
        portal: &str,
        on_wait: &dyn Fn(WaitReason, Millis),
    ) {
        let rate = self.rate;
        loop {
            let acquire = move |bucket: &mut LeakyBucket, now| bucket.try_acquire(rate, now);
            let availability = match host.try_acquire_locally(portal, rate) {
                Some(availability) => availability,
                None => host.update(portal, Box::new(acquire)).await,
            };
            self.limiter.update_queue_estimates(availability, host.now(), rate);
            let Availability::Full { wait: span } = availability else { return };
            sleep_for_limit(host, state, WaitReason::Limit, span, on_wait).await;
        }
    }

    /// Whether the operating-time limit makes calls of this method wait.
    pub(super) fn is_cooling_down(&self, method: &str, now: Timestamp) -> bool {
        self.operating_time.cooldown(method, now) > Millis::ZERO
    }

    /// Whether the portal has refused one of the request's methods for at least
    /// `MAX_OPERATING_WAIT`, and the call has also run for at least that time.
    pub(super) fn exceeds_operating_wait(&self, request: &RestRequest<'_>, now: Timestamp) -> bool {
        let refused_for = request.longest_over_methods(&|method| {
            self.operating_time.refused_for(method, now).unwrap_or_default()
        });
        refused_for.min(request.state.elapsed(now)) >= MAX_OPERATING_WAIT
    }

    /// Records the times in a successful response of a method.
    pub(super) fn record_success(&self, method: &str, time: &RestTime, now: Timestamp) {
        // Without the portal's clock in the response, the reset can only be dated by the device's
        // clock.
        let by_local_clock =
            || time.operating_reset_at.map(|seconds| Timestamp::from_secs(seconds) - now);
        let operating_reset_in = time.operating_reset_in().or_else(by_local_clock);
        self.operating_time.record(method, time.operating, operating_reset_in, now);
    }

    /// Records the failure of a method, alone or in a batch. If the error is the operating-time
    /// limit, sets its `retry_after` to the time until the portal resets the method's operating
    /// time; `None` if unknown.
    pub(super) fn record_method_failure(&self, method: &str, error: &mut Error, now: Timestamp) {
        if error.is_operating_limit() {
            let cooldown = self.operating_time.record_refusal(method, error.retry_after(), now);
            error.set_retry_after(cooldown);
        }
    }

    /// Records the failure of a request. If the portal throttled the request, or probably did,
    /// marks our estimate of its leaky bucket as full. Sets the `retry_after` of a throttling error
    /// to the time until the bucket has capacity.
    pub(super) async fn record_failure(
        &self,
        host: &(impl Clock + RateLimitStore),
        method: &str,
        portal: &str,
        error: &mut Error,
    ) {
        self.record_method_failure(method, error, host.now());
        let min_level = if error.is_throttled() {
            0.0
        } else if error.is_network_failure() {
            MIN_LEVEL_FOR_HIDDEN_REFUSAL
        } else {
            return;
        };
        let rate = self.rate;
        let mark_full = move |bucket: &mut LeakyBucket, now| {
            if bucket.level(rate, now) >= min_level {
                bucket.mark_full(rate, now);
            }
            bucket.availability(rate, now)
        };
        let availability = host.update(portal, Box::new(mark_full)).await;
        if error.kind == ErrorKind::Limit {
            error.set_retry_after(Some(availability.wait()));
        }
    }
}

/// Sleeps for `span` because of the limit `reason`. Reports the wait to `on_wait` and in `state`.
async fn sleep_for_limit(
    clock: &impl Clock,
    state: &CallState,
    reason: WaitReason,
    span: Millis,
    on_wait: &dyn Fn(WaitReason, Millis),
) {
    on_wait(reason, span);
    state.wait.begin_limit_wait(reason, span, clock.now());
    clock.sleep(span).await;
    state.wait.end();
}
