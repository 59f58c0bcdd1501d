use super::call_state::CallState;
use super::request::RestRequest;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{RestTime, WaitReason};
use crate::rate_limit::{
    Availability, LeakyBucket, OperatingTimeLimit, Permit, Rate, RateLimitStore, RequestLimiter,
};
use crate::time::Clock;

/// From this level of our bucket on, a network failure probably is a refusal for a full bucket,
/// sent by the portal's front end without CORS headers and hidden by the browser.
const SUSPICIOUS_LEVEL: f64 = 20.0;

/// How long a call waits while the portal refuses its method for the operating-time limit.
const MAX_OPERATING_WAIT_MS: f64 = 600_000.0;

/// The portal's limits on the client's requests.
#[derive(Debug)]
pub(super) struct RequestLimits {
    rate: Rate,
    concurrency: usize,
    limiter: RequestLimiter,
    operating_time: OperatingTimeLimit,
}

impl RequestLimits {
    pub(super) fn new(rate: Rate, concurrency: usize) -> Self {
        Self {
            rate,
            concurrency,
            limiter: RequestLimiter::default(),
            operating_time: OperatingTimeLimit::default(),
        }
    }

    /// Waits until the limits allow the request. `on_wait` gets the reason and milliseconds of each
    /// wait.
    ///
    /// # Errors
    /// `OPERATION_TIME_LIMIT` if the portal has refused one of its methods for too long.
    pub(super) async fn acquire(
        &self,
        host: &(impl Clock + RateLimitStore),
        request: &RestRequest<'_>,
        portal: &str,
        on_wait: &dyn Fn(WaitReason, f64),
    ) -> Result<Permit<'_>> {
        let cooldown_ms = || {
            let now_ms = host.now_ms();
            request.max_by_method(&|method| self.operating_time.cooldown_ms(method, now_ms))
        };
        loop {
            // Outside of the queue: requests of other methods need not wait.
            while cooldown_ms() > 0.0 {
                if self.is_refused_for_long(request, host.now_ms()) {
                    let error = request.state.wait.limit_error(WaitReason::Operating);
                    return Err(error.for_request(request.method, request.ids));
                }
                wait(host, request.state, WaitReason::Operating, cooldown_ms(), on_wait).await;
            }
            let on_expected = |at_ms: Option<f64>| match (at_ms, host.now_ms()) {
                (Some(at_ms), now_ms) => {
                    request.state.wait.begin(WaitReason::Limit, at_ms - now_ms, now_ms);
                }
                (None, _) => request.state.wait.end(),
            };
            let capacity = self.acquire_capacity(host, request.state, portal, on_wait);
            let permit = self
                .limiter
                .acquire(host, self.rate, self.concurrency, &on_expected, capacity)
                .await;
            // Responses may have changed the cooldown while the request queued.
            if cooldown_ms() <= 0.0 {
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
        on_wait: &dyn Fn(WaitReason, f64),
    ) {
        let rate = self.rate;
        loop {
            let acquire = move |bucket: &mut LeakyBucket, now_ms| bucket.try_acquire(rate, now_ms);
            let availability = host.update(portal, Box::new(acquire)).await;
            self.limiter.record(availability, host.now_ms(), rate);
            let Availability::Full { for_ms } = availability else { return };
            wait(host, state, WaitReason::Limit, for_ms, on_wait).await;
        }
    }

    /// Whether calls of the method have to wait for the operating-time limit.
    pub(super) fn is_cooling_down(&self, method: &str, now_ms: f64) -> bool {
        self.operating_time.cooldown_ms(method, now_ms) > 0.0
    }

    /// Whether the portal has refused one of the request's methods for as long as its call may
    /// wait.
    pub(super) fn is_refused_for_long(&self, request: &RestRequest<'_>, now_ms: f64) -> bool {
        let refused_for_ms = request.max_by_method(&|method| {
            self.operating_time.refused_for_ms(method, now_ms).unwrap_or_default()
        });
        refused_for_ms.min(request.state.elapsed_ms(now_ms)) >= MAX_OPERATING_WAIT_MS
    }

    /// Records the times of a method's response.
    pub(super) fn record_success(&self, method: &str, time: &RestTime, now_ms: f64) {
        // Without a time of its own, the response can only be dated by the device's clock.
        let by_device = || time.operating_reset_at.map(|seconds| seconds * 1000.0 - now_ms);
        let reset_in_ms = time.reset_in_ms().or_else(by_device);
        self.operating_time.record(method, time.operating, reset_in_ms, now_ms);
    }

    /// Records the failure of a method, in a batch or not, and adds to `error` when the
    /// operating-time limit ends.
    pub(super) fn record_method_failure(&self, method: &str, error: &mut Error, now_ms: f64) {
        if error.is_operating_limit() {
            let reset_in_ms = error.retry_after_ms;
            let cooldown_ms = self.operating_time.mark_exhausted(method, reset_in_ms, now_ms);
            error.set_retry_after_ms(cooldown_ms);
        }
    }

    /// Records the failure of a request, and adds to `error` when the portal's bucket has capacity.
    pub(super) async fn record_failure(
        &self,
        host: &(impl Clock + RateLimitStore),
        method: &str,
        portal: &str,
        error: &mut Error,
    ) {
        self.record_method_failure(method, error, host.now_ms());
        let full_from_level = if error.is_throttled() {
            0.0
        } else if error.is_network_failure() {
            SUSPICIOUS_LEVEL
        } else {
            return;
        };
        let rate = self.rate;
        let mark_full = move |bucket: &mut LeakyBucket, now_ms| {
            if bucket.level(rate, now_ms) >= full_from_level {
                bucket.mark_full(rate, now_ms);
            }
            bucket.availability(rate, now_ms)
        };
        let availability = host.update(portal, Box::new(mark_full)).await;
        if error.kind == ErrorKind::Limit {
            error.set_retry_after_ms(Some(availability.wait_ms()));
        }
    }
}

async fn wait(
    clock: &impl Clock,
    state: &CallState,
    reason: WaitReason,
    ms: f64,
    on_wait: &dyn Fn(WaitReason, f64),
) {
    on_wait(reason, ms);
    state.wait.begin(reason, ms, clock.now_ms());
    clock.sleep(ms).await;
    state.wait.end();
}
