//! The options of a client and of its calls, and their defaults.

use super::get_users_result::PartialResults;
use crate::ids::OnInvalid;
use crate::loader::{CacheConfig, LoadOptions, LoaderConfig};
use crate::protocol::DEFAULT_IDS_PER_CALL;
use crate::rate_limit::Rate;
use crate::rest::{Deadline, RestConfig};
use crate::time::{Millis, Timestamp};

/// Default of `limits.maxResponseBytes`: 64 MiB. The package's TypeScript repeats this number.
pub const DEFAULT_MAX_RESPONSE_BYTES: usize = 64 << 20;

/// Default of `limits.maxIds`. The package's TypeScript repeats this number.
pub const DEFAULT_MAX_IDS: usize = 1_000_000;

/// Default of `cache.ttlMs`: 5 minutes. The package's TypeScript repeats this number.
pub const DEFAULT_TTL_MS: f64 = 300_000.0;

const DEFAULT_BURST: f64 = 50.0;
const DEFAULT_REQUESTS_PER_SECOND: f64 = 2.0;
const DEFAULT_CONCURRENCY: usize = 4;
const DEFAULT_RETRIES: u32 = 4;
const DEFAULT_REQUEST_TIMEOUT_MS: f64 = 65_000.0;
const DEFAULT_SINGLE_DEADLINE_MS: f64 = 120_000.0;
const DEFAULT_MISSING_TTL_MS: f64 = 30_000.0;
const DEFAULT_CACHE_CAPACITY: usize = 10_000;

/// The options of a client that are plain data.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(
    feature = "types",
    ts(rename = "PlainClientOptions", rename_all = "camelCase", optional_fields)
)]
pub struct ClientOptions {
    /// The portal's address: `example.bitrix24.com`, `https://example.bitrix24.com`, or the
    /// `client_endpoint` of an OAuth response. Not needed if the token or the webhook contains the
    /// address. Plain `http` is accepted only for localhost.
    pub portal: Option<String>,
    /// The portal's limits, and the client's own limits.
    pub limits: Option<Limits>,
    /// Timeout of one attempt of a request, in milliseconds; 65 000 by default, because portals
    /// themselves end requests after 60 seconds.
    pub request_timeout_ms: Option<f64>,
    /// Deadline of a whole call, including waits and retries, in milliseconds. By default 120 000
    /// for methods that need one request, and none for methods that may need many.
    pub deadline_ms: Option<f64>,
    /// Maximum number of retries of a request; 4 by default. Even with 0, a request for several ids
    /// that fails as a whole is split into smaller requests, to isolate the id that makes it fail.
    pub retries: Option<u32>,
    /// The times to live of cache entries, and the size of the cache.
    #[cfg_attr(feature = "types", ts(skip))]
    pub cache: Option<CacheOptions>,
    /// How long `loadUser` waits for other calls to join its batch, in milliseconds; 0 by default.
    /// With 0, calls of the same tick share a batch.
    pub coalesce_ms: Option<f64>,
    /// What a call does with entries that are not user ids; `"throw"` by default.
    pub invalid: Option<OnInvalid>,
}

/// The portal's limits, and the client's own limits. The defaults suit every plan except the
/// largest. Portals of the largest plan allow `{ burst: 250, perSecond: 5 }`.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename_all = "camelCase", optional_fields))]
pub struct Limits {
    /// Capacity of the portal's leaky bucket, in requests; 50 by default.
    pub burst: Option<f64>,
    /// Leak rate of the portal's bucket, in requests per second; 2 by default.
    pub per_second: Option<f64>,
    /// Maximum number of ids in one call of `im.user.list.get`; 50 by default. One request holds up
    /// to 50 such calls.
    pub ids_per_call: Option<usize>,
    /// Maximum number of requests in flight; 4 by default.
    pub concurrency: Option<usize>,
    /// Maximum size of a response after decompression, in bytes; 67 108 864 (64 MiB) by default,
    /// about ten times the response to the largest request. If a response is larger, the client
    /// stops reading it and fetches its ids in smaller batches. If the response for a single id is
    /// larger, the id fails with `RESPONSE_TOO_LARGE`.
    pub max_response_bytes: Option<usize>,
    /// Maximum number of ids that are passed to one call; 1 000 000 by default. A call with more
    /// entries, or with an infinite iterable, rejects with `TOO_MANY_IDS` before anything is sent.
    pub max_ids: Option<usize>,
}

/// The times to live of cache entries, and the size of the cache.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename_all = "camelCase", optional_fields))]
pub struct CacheOptions {
    /// Time to live of a cached user, in milliseconds; 300 000 by default.
    pub ttl_ms: Option<f64>,
    /// Time to live of the information that an id is missing, in milliseconds; 30 000 by default.
    pub missing_ttl_ms: Option<f64>,
    /// Maximum number of cached users and missing ids; 10 000 by default. 0 disables the cache.
    pub max: Option<usize>,
}

/// The options of a call for users that are plain data.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(
    feature = "types",
    ts(rename = "PlainGetUsersOptions", rename_all = "camelCase", optional_fields)
)]
pub struct GetUsersOptions {
    /// Deadline of the whole call, in milliseconds. By default the client's `deadlineMs`, otherwise
    /// none. Users that arrive before the deadline are not lost: with `partial`, the call resolves
    /// with them; otherwise, they are in the `result` of the `PartialResultError`. In contrast, a
    /// call that its `signal` aborts has no result. For one deadline over several calls, pass the
    /// remaining time: `deadlineMs: end - Date.now()`. With 0 or less, the call sends nothing, and
    /// ends with `DEADLINE_EXCEEDED` unless the cache answers it.
    pub deadline_ms: Option<f64>,
    /// Time before the call that counts towards its deadline, in milliseconds, such as the time of
    /// loading the WebAssembly module.
    #[cfg_attr(feature = "types", ts(skip))]
    pub elapsed_ms: f64,
    /// Maximum age of a cached user, in milliseconds; `cache.ttlMs` by default.
    pub max_age_ms: Option<f64>,
    /// Whether to bypass the cache; `false` by default. `true` is the same as `maxAgeMs: 0`.
    pub fresh: Option<bool>,
    /// What this call does with entries that are not user ids; by default the client's `invalid`.
    pub invalid: Option<OnInvalid>,
    /// Whether the call resolves with a partial result if some ids fail; `false` by default. The
    /// failed ids and their errors are in `failed`. If all ids fail, the call always rejects.
    pub partial: Option<bool>,
    /// Whether to request larger pictures, which are returned in `avatarHr`; `false` by default.
    /// Portals since 2024 ignore this option.
    pub avatar_hr: Option<bool>,
}

/// The options of `call` and `batch` that are plain data.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(
    feature = "types",
    ts(rename = "PlainCallOptions", rename_all = "camelCase", optional_fields)
)]
pub struct CallOptions {
    /// Deadline of the whole call, in milliseconds. By default the client's `deadlineMs`, otherwise
    /// 120 000 for `call` and none for `batch`. With 0 or less, the call sends nothing, and ends
    /// with `DEADLINE_EXCEEDED` unless it needs no request.
    pub deadline_ms: Option<f64>,
    /// Milliseconds of the deadline that have passed before the call.
    #[cfg_attr(feature = "types", ts(skip))]
    pub elapsed_ms: f64,
    /// Whether requests are retried even if the portal may have executed them; `false` by default.
    /// Set `true` for methods that only read, or that have the same effect when executed twice.
    /// With `false`, a request is retried only if the portal certainly did not execute it, for
    /// example because of a limit or an expired token.
    pub idempotent: Option<bool>,
}

impl ClientOptions {
    fn limits(&self) -> Limits {
        self.limits.unwrap_or_default()
    }

    /// The configuration of the REST executor.
    pub(crate) fn rest_config(&self) -> RestConfig {
        let Limits { burst, per_second, concurrency, max_response_bytes, .. } = self.limits();
        RestConfig {
            portal: self.portal.clone(),
            rate: Rate {
                burst: burst.unwrap_or(DEFAULT_BURST),
                per_second: per_second.unwrap_or(DEFAULT_REQUESTS_PER_SECOND),
            },
            concurrency: concurrency.unwrap_or(DEFAULT_CONCURRENCY),
            max_retries: self.retries.unwrap_or(DEFAULT_RETRIES),
            request_timeout: Millis::new(
                self.request_timeout_ms.unwrap_or(DEFAULT_REQUEST_TIMEOUT_MS),
            ),
            max_response_bytes: max_response_bytes.unwrap_or(DEFAULT_MAX_RESPONSE_BYTES),
        }
    }

    /// The configuration of the loader.
    pub(crate) fn loader_config(&self) -> LoaderConfig {
        let CacheOptions { ttl_ms, missing_ttl_ms, max } = self.cache.unwrap_or_default();
        LoaderConfig {
            ids_per_call: self.limits().ids_per_call.unwrap_or(DEFAULT_IDS_PER_CALL),
            coalesce: Millis::new(self.coalesce_ms.unwrap_or_default()),
            cache: CacheConfig {
                ttl: Millis::new(ttl_ms.unwrap_or(DEFAULT_TTL_MS)),
                missing_ttl: Millis::new(missing_ttl_ms.unwrap_or(DEFAULT_MISSING_TTL_MS)),
                capacity: max.unwrap_or(DEFAULT_CACHE_CAPACITY),
            },
        }
    }

    /// Maximum number of ids that are passed to one call.
    pub(crate) fn max_ids(&self) -> usize {
        self.limits().max_ids.unwrap_or(DEFAULT_MAX_IDS)
    }

    /// The deadline of a call that starts now and may need many requests. The deadline is
    /// infinitely far if neither the call nor the client sets `deadline_ms`.
    pub(crate) fn deadline(&self, call: CallOptions, now: Timestamp) -> Deadline {
        self.deadline_or(f64::INFINITY, call, now)
    }

    /// The deadline of a call that starts now and needs one request.
    pub(crate) fn single_deadline(&self, call: CallOptions, now: Timestamp) -> Deadline {
        self.deadline_or(DEFAULT_SINGLE_DEADLINE_MS, call, now)
    }

    fn deadline_or(&self, default_ms: f64, call: CallOptions, now: Timestamp) -> Deadline {
        let (limit_ms, name) = match (call.deadline_ms, self.deadline_ms) {
            (Some(limit_ms), _) => (limit_ms, "`deadlineMs`"),
            (None, Some(limit_ms)) => (limit_ms, "the client's `deadlineMs`"),
            (None, None) => (default_ms, "the default of `deadlineMs`"),
        };
        Deadline::new(name, Millis::new(limit_ms), now - Millis::new(call.elapsed_ms))
    }
}

/// Converts a `deadlineMs` to options that have only this deadline.
impl From<Option<f64>> for CallOptions {
    fn from(deadline_ms: Option<f64>) -> Self {
        Self { deadline_ms, ..Self::default() }
    }
}

impl From<GetUsersOptions> for CallOptions {
    fn from(options: GetUsersOptions) -> Self {
        let GetUsersOptions { deadline_ms, elapsed_ms, .. } = options;
        Self { deadline_ms, elapsed_ms, idempotent: None }
    }
}

impl CallOptions {
    /// Whether a request is retried even if the portal may have executed it.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.idempotent == Some(true)
    }
}

impl GetUsersOptions {
    /// The options that the loader needs.
    pub(crate) fn load_options(&self) -> LoadOptions {
        LoadOptions { max_age: self.max_age(), avatar_hr: self.avatar_hr() }
    }

    /// Maximum age of a cached user; infinite if only the cache's time to live applies.
    pub(crate) fn max_age(&self) -> Millis {
        let is_fresh = self.fresh == Some(true);
        if is_fresh { Millis::ZERO } else { self.max_age_ms.map_or(Millis::INFINITY, Millis::new) }
    }

    /// What the call returns if some ids fail.
    pub(crate) fn partial_results(&self) -> PartialResults {
        if self.partial == Some(true) { PartialResults::Accept } else { PartialResults::Reject }
    }

    /// Whether larger pictures are requested.
    pub(crate) fn avatar_hr(&self) -> bool {
        self.avatar_hr == Some(true)
    }
}
