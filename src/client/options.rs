use super::user_list::PartialResults;
use crate::ids::{MAX_IDS, OnInvalid};
use crate::loader::{CacheConfig, LoadOptions, LoaderConfig};
use crate::protocol::DEFAULT_IDS_PER_CALL;
use crate::rate_limit::Rate;
use crate::rest::RestConfig;
use crate::time::Millis;

/// Default of `limits.maxResponseBytes`: 64 MiB. The TypeScript of the package has the same number.
pub const MAX_RESPONSE_BYTES: usize = 64 << 20;

/// The options of a client that are plain data.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(
    feature = "types",
    ts(rename = "PlainClientOptions", rename_all = "camelCase", optional_fields)
)]
pub struct ClientOptions {
    /// The portal's address: `example.bitrix24.com`, `https://example.bitrix24.com`, or the
    /// `client_endpoint` of an OAuth response. Not needed if the token or the webhook has it. Plain
    /// `http` is accepted for this machine only.
    pub portal: Option<String>,
    /// The portal's limits, and the client's own.
    pub limits: Option<Limits>,
    /// Timeout of one attempt, in milliseconds; 65 000 by default, since the portal itself ends a
    /// request after 60 seconds.
    pub request_timeout_ms: Option<f64>,
    /// Deadline of a whole call, waits and retries included, in milliseconds. By default 120 000
    /// for methods that need one request, none for methods that may need many.
    pub deadline_ms: Option<f64>,
    /// Maximum number of retries of a request; 4 by default. With 0, too, a request that fails as a
    /// whole is split to isolate the user who breaks it: a request for its first id and one for its
    /// last, and if one of them succeeds, its halves.
    pub retries: Option<u32>,
    /// Lifetime and size of the cache.
    #[cfg_attr(feature = "types", ts(skip))]
    pub cache: Option<CacheOptions>,
    /// Milliseconds that `loadUser` waits for other calls to join its batch; 0 by default, which is
    /// the same tick.
    pub coalesce_ms: Option<f64>,
    /// How calls treat entries that are not user ids; `"throw"` by default.
    pub invalid: Option<OnInvalid>,
}

/// The portal's limits, and the client's own. The defaults suit every plan but the largest, whose
/// portals allow `{ burst: 250, perSecond: 5 }`.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename_all = "camelCase", optional_fields))]
pub struct Limits {
    /// Capacity of the portal's leaky bucket, in requests; 50 by default.
    pub burst: Option<f64>,
    /// Leak rate of the portal's bucket, in requests per second; 2 by default.
    pub per_second: Option<f64>,
    /// Ids in one call of `im.user.list.get`; 50 by default. Up to 50 such calls form one request.
    pub ids_per_call: Option<usize>,
    /// Maximum number of requests in flight; 4 by default.
    pub concurrency: Option<usize>,
    /// Maximum size of a response after decompression, in bytes; 67 108 864 (64 MiB) by default,
    /// some ten times the response to the largest request. A larger response is not read to its
    /// end: smaller batches are tried, then the error is `RESPONSE_TOO_LARGE`.
    pub max_response_bytes: Option<usize>,
    /// Maximum number of entries in the ids of one call; 1 000 000 by default. More are
    /// `TOO_MANY_IDS`, before anything is sent, and so is an infinite iterable.
    pub max_ids: Option<usize>,
}

/// Lifetime and size of a client's cache.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename_all = "camelCase", optional_fields))]
pub struct CacheOptions {
    /// Lifetime of a user, in milliseconds; 300 000 by default.
    pub ttl_ms: Option<f64>,
    /// Lifetime of a missing id, in milliseconds; 30 000 by default.
    pub missing_ttl_ms: Option<f64>,
    /// Maximum number of users and missing ids; 10 000 by default. 0 disables the cache.
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
    /// Deadline of the whole call, in milliseconds; that of the client by default, else none.
    pub deadline_ms: Option<f64>,
    /// Maximum age of a cached user, in milliseconds; the lifetime in the cache by default.
    pub max_age_ms: Option<f64>,
    /// Whether to bypass the cache, as `maxAgeMs: 0`; `false` by default.
    pub fresh: Option<bool>,
    /// How this call treats entries that are not user ids; as the client by default.
    pub invalid: Option<OnInvalid>,
    /// Whether to resolve with a partial result, the errors in `failed`, when some requests fail;
    /// `false` by default. The call rejects in any case if all requests fail.
    pub partial: Option<bool>,
    /// Whether to request larger pictures in `avatarHr` (`AVATAR_HR`). Portals since 2024 ignore
    /// it.
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
    /// Deadline of the whole call, in milliseconds; that of the client by default, else 120 000 for
    /// `call` and none for `batch`.
    pub deadline_ms: Option<f64>,
    /// Whether a request may be sent again when the portal may already have executed it: safe for
    /// methods that only read, and for those that have the same effect when executed twice. `false`
    /// by default: only requests that the portal refused without executing them (limits, an expired
    /// token) are sent again.
    pub idempotent: Option<bool>,
}

impl ClientOptions {
    fn limits(&self) -> Limits {
        self.limits.unwrap_or_default()
    }

    /// The settings of the REST executor.
    pub(crate) fn rest_config(&self) -> RestConfig {
        let Limits { burst, per_second, concurrency, max_response_bytes, .. } = self.limits();
        RestConfig {
            portal: self.portal.clone(),
            rate: Rate { burst: burst.unwrap_or(50.0), per_second: per_second.unwrap_or(2.0) },
            concurrency: concurrency.unwrap_or(4),
            max_retries: self.retries.unwrap_or(4),
            request_timeout: Millis::new(self.request_timeout_ms.unwrap_or(65_000.0)),
            max_response_bytes: max_response_bytes.unwrap_or(MAX_RESPONSE_BYTES),
        }
    }

    /// The settings of the loader.
    pub(crate) fn loader_config(&self) -> LoaderConfig {
        let CacheOptions { ttl_ms, missing_ttl_ms, max } = self.cache.unwrap_or_default();
        LoaderConfig {
            ids_per_call: self.limits().ids_per_call.unwrap_or(DEFAULT_IDS_PER_CALL),
            coalesce: Millis::new(self.coalesce_ms.unwrap_or_default()),
            cache: CacheConfig {
                ttl: Millis::new(ttl_ms.unwrap_or(300_000.0)),
                missing_ttl: Millis::new(missing_ttl_ms.unwrap_or(30_000.0)),
                capacity: max.unwrap_or(10_000),
            },
        }
    }

    /// Maximum number of entries in the ids of one call.
    pub(crate) fn max_ids(&self) -> usize {
        self.limits().max_ids.unwrap_or(MAX_IDS)
    }

    /// The time limit of a call that may need many requests; infinite without a deadline.
    pub(crate) fn time_limit(&self, deadline_ms: Option<f64>) -> Millis {
        deadline_ms.or(self.deadline_ms).map_or(Millis::INFINITY, Millis::new)
    }

    /// The time limit of a call that needs one request.
    pub(crate) fn single_time_limit(&self, deadline_ms: Option<f64>) -> Millis {
        Millis::new(deadline_ms.or(self.deadline_ms).unwrap_or(120_000.0))
    }
}

impl CallOptions {
    /// Whether the request may be sent again after the portal may have executed it.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.idempotent == Some(true)
    }
}

impl GetUsersOptions {
    /// The options of the load.
    pub(crate) fn load_options(&self) -> LoadOptions {
        LoadOptions { max_age: self.max_age(), avatar_hr: self.avatar_hr() }
    }

    /// Maximum age of a cached user.
    pub(crate) fn max_age(&self) -> Millis {
        let is_fresh = self.fresh == Some(true);
        if is_fresh { Millis::ZERO } else { self.max_age_ms.map_or(Millis::INFINITY, Millis::new) }
    }

    /// Whether the call accepts a partial result.
    pub(crate) fn partial_results(&self) -> PartialResults {
        if self.partial == Some(true) { PartialResults::Accept } else { PartialResults::Reject }
    }

    /// Whether larger pictures are requested.
    pub(crate) fn avatar_hr(&self) -> bool {
        self.avatar_hr == Some(true)
    }
}
