use crate::ids::{MAX_IDS, OnInvalid};
use crate::loader::AdaptiveBatchSize;
use crate::protocol::IDS_PER_CALL;
use crate::rate_limit::Rate;

/// How many bytes an answer may have unless told otherwise. The hand-written part of the package has the same number.
pub const MAX_RESPONSE_BYTES: usize = 64 << 20;

/// The options of a client that are plain data.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "PlainClientOptions", rename_all = "camelCase", optional_fields))]
pub struct ClientOptions {
    /// The portal's address, `example.bitrix24.com` or `https://example.bitrix24.com`, or the `client_endpoint` of an OAuth
    /// response; not needed if it comes with the token or the webhook. Plain `http` is for this machine only.
    pub portal: Option<String>,
    /// How much the portal may be asked for, and how often.
    pub limits: Option<Limits>,
    /// How long one attempt may take, in milliseconds; 65 000 by default, since the portal itself cuts a request at 60 seconds.
    pub request_timeout_ms: Option<f64>,
    /// How long a whole call may take, waiting and retries included, in milliseconds; by default 120 000 for single calls, and as
    /// long as it takes for those that may need many requests.
    pub deadline_ms: Option<f64>,
    /// How often a request that failed is sent again if that may help; 4 by default. With 0, too, a request for several users that fails
    /// as a whole is followed by one for its first and one for its last, and by halves if one of them is answered: who breaks it is found.
    pub retries: Option<u32>,
    /// How long users are kept, and how many.
    #[cfg_attr(feature = "types", ts(skip))]
    pub cache: Option<CacheOptions>,
    /// How long `loadUser` waits for others to join its request, in milliseconds; 0 by default, which is the same tick.
    pub coalesce_ms: Option<f64>,
    /// What entries that are not user ids do: fail the call before anything is sent (the default), or be told of in the result.
    pub invalid: Option<OnInvalid>,
}

/// How much a portal may be asked for, and how often. The defaults suit every plan but the largest, whose portals take
/// `{ burst: 250, perSecond: 5 }`.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename_all = "camelCase", optional_fields))]
pub struct Limits {
    /// How many requests the portal takes at once; 50 by default.
    pub burst: Option<f64>,
    /// How many requests a second it forgets; 2 by default.
    pub per_second: Option<f64>,
    /// How many ids one call of the method asks for; 50 by default. Up to 50 such calls go in one request.
    pub ids_per_call: Option<usize>,
    /// How many requests may be under way at once; 4 by default.
    pub concurrency: Option<usize>,
    /// How many bytes an answer may have, unpacked; 67 108 864 (64 MiB) by default, some ten times what the largest request is answered
    /// with. A larger one is not read to its end: `RESPONSE_TOO_LARGE`, unless asking for fewer ids at once helps.
    pub max_response_bytes: Option<usize>,
    /// How many entries the ids of one call may have; 1 000 000 by default. More are `TOO_MANY_IDS`, before anything is sent, and so is an
    /// iterable without an end.
    pub max_ids: Option<usize>,
}

/// How long users are kept, and how many.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename_all = "camelCase", optional_fields))]
pub struct CacheOptions {
    /// How long a user is kept, in milliseconds; 300 000 by default.
    pub ttl_ms: Option<f64>,
    /// How long it is remembered that an id is missing, in milliseconds; 30 000 by default.
    pub missing_ttl_ms: Option<f64>,
    /// How many users are kept; 10 000 by default. 0 keeps none.
    pub max: Option<usize>,
}

/// The options of a call for users that are plain data.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "PlainGetUsersOptions", rename_all = "camelCase", optional_fields))]
pub struct GetUsersOptions {
    /// How long the whole call may take, in milliseconds; as the client was told, else as long as it takes.
    pub deadline_ms: Option<f64>,
    /// How old a user from the cache may be, in milliseconds; as old as the cache lets them get by default.
    pub max_age_ms: Option<f64>,
    /// Whether to ask the portal for everybody anew, which is `maxAgeMs: 0`; `false` by default.
    pub fresh: Option<bool>,
    /// What entries that are not user ids do in this call; as the client was told by default.
    pub invalid: Option<OnInvalid>,
    /// Whether to resolve with what arrived, and tell of the rest in `failed`, when some requests fail; `false` by default. When nobody
    /// arrives, the call rejects in any case.
    pub partial: Option<bool>,
    /// Whether to ask for larger pictures in `avatarHr` (`AVATAR_HR`); matters to portals from before 2024 only.
    pub avatar_hr: Option<bool>,
}

/// The options of a call of any method, or of a batch, that are plain data.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "PlainCallOptions", rename_all = "camelCase", optional_fields))]
pub struct CallOptions {
    /// How long the whole call may take, in milliseconds; as the client was told by default, else 120 000 for a call and as long as
    /// it takes for a batch.
    pub deadline_ms: Option<f64>,
    /// Whether to send a request again when it is not known whether the portal has carried it out: safe for what only reads, and
    /// for what does the same when it is done twice. `false` by default: only what the portal refused before it did anything
    /// (limits, an expired token) is sent again then.
    pub idempotent: Option<bool>,
}

/// How far a call for many users is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Progress {
    /// How many ids are settled: found, missing or failed.
    pub done: usize,
    /// How many were asked for.
    pub total: usize,
    /// How many requests the call has sent.
    pub requests: u32,
}

impl ClientOptions {
    fn limits(&self) -> Limits {
        self.limits.unwrap_or_default()
    }

    pub(crate) fn rate(&self) -> Rate {
        let Limits { burst, per_second, .. } = self.limits();
        Rate { burst: burst.unwrap_or(50.0), per_second: per_second.unwrap_or(2.0) }
    }

    pub(crate) fn concurrency(&self) -> usize {
        self.limits().concurrency.unwrap_or(4)
    }

    pub(crate) fn max_response_bytes(&self) -> usize {
        self.limits().max_response_bytes.unwrap_or(MAX_RESPONSE_BYTES)
    }

    pub(crate) fn max_ids(&self) -> usize {
        self.limits().max_ids.unwrap_or(MAX_IDS)
    }

    pub(crate) fn sizes(&self) -> AdaptiveBatchSize {
        AdaptiveBatchSize::new(self.limits().ids_per_call.unwrap_or(IDS_PER_CALL))
    }

    pub(crate) fn request_timeout_ms(&self) -> f64 {
        self.request_timeout_ms.unwrap_or(65_000.0)
    }

    /// The deadline of a call that is one request in the end.
    pub(crate) fn single_deadline_ms(&self, told: Option<f64>) -> f64 {
        told.or(self.deadline_ms).unwrap_or(120_000.0)
    }

    pub(crate) fn retries(&self) -> u32 {
        self.retries.unwrap_or(4)
    }

    pub(crate) fn cache(&self) -> CacheOptions {
        self.cache.unwrap_or_default()
    }
}

impl CallOptions {
    pub(crate) fn is_repeatable(&self) -> bool {
        self.idempotent == Some(true)
    }
}

impl GetUsersOptions {
    /// How old a user from the cache may be.
    pub(crate) fn max_age_ms(&self) -> f64 {
        if self.fresh == Some(true) { 0.0 } else { self.max_age_ms.unwrap_or(f64::INFINITY) }
    }

    /// What the portal is asked for besides the ids.
    pub(crate) fn avatar_hr(&self) -> bool {
        self.avatar_hr == Some(true)
    }
}
