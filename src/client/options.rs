use crate::ids::OnInvalid;
use crate::plan::IDS_PER_CALL;

/// How long one attempt may take unless told otherwise, in milliseconds: the portal itself cuts a request at 60 seconds.
const REQUEST_TIMEOUT_MS: f64 = 65_000.0;

/// The options of a client that are plain data.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "PlainClientOptions", rename_all = "camelCase", optional_fields))]
pub struct ClientOptions {
    /// The portal's address, `example.bitrix24.com` or `https://example.bitrix24.com`; not needed if it comes with the token
    /// or the webhook. Plain `http` is for this machine only.
    pub portal: Option<String>,
    /// How much may be asked for at once.
    pub limits: Option<Limits>,
    /// How long one attempt may take, in milliseconds; 65 000 by default, since the portal itself cuts a request at 60 seconds.
    pub request_timeout_ms: Option<f64>,
    /// What entries that are not user ids do: fail the call before anything is sent (the default), or be told of in the result.
    pub invalid: Option<OnInvalid>,
}

/// How much may be asked for at once.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename_all = "camelCase", optional_fields))]
pub struct Limits {
    /// How many ids one request asks for; 500 by default.
    pub ids_per_call: Option<usize>,
}

/// The options of a call for users that are plain data.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "PlainGetUsersOptions", rename_all = "camelCase", optional_fields))]
pub struct GetUsersOptions {
    /// How long the whole call may take, in milliseconds; as long as it takes by default.
    pub deadline_ms: Option<f64>,
    /// What entries that are not user ids do in this call; as the client was told by default.
    pub invalid: Option<OnInvalid>,
    /// Whether to resolve with what arrived, and tell of the rest in `failed`, when some requests fail; `false` by default.
    pub partial: Option<bool>,
    /// Whether to ask for larger pictures in `avatarHr` (`AVATAR_HR`); matters to portals from before 2024 only.
    pub avatar_hr: Option<bool>,
}

impl ClientOptions {
    pub(super) fn request_timeout_ms(&self) -> f64 {
        self.request_timeout_ms.unwrap_or(REQUEST_TIMEOUT_MS)
    }

    pub(super) fn ids_per_call(&self) -> usize {
        self.limits.and_then(|limits| limits.ids_per_call).unwrap_or(IDS_PER_CALL)
    }
}
