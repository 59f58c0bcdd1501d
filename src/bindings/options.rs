//! Typed access to options. The package's TypeScript has already copied and checked the options.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::plain_object::PlainObject;
use crate::auth::{Auth, Secret};
use crate::client;
use crate::client::{CacheOptions, ClientOptions, GetUsersOptions, Limits, Progress};
use crate::ids::OnInvalid;

#[wasm_bindgen]
extern "C" {
    /// The options of a client.
    #[wasm_bindgen(extends = PlainObject, typescript_type = "ClientOptionsData")]
    pub type ClientOptionsData;

    /// The options of one call.
    #[wasm_bindgen(extends = PlainObject, typescript_type = "CallOptionsData")]
    pub type CallOptionsData;

    /// Reports progress.
    #[wasm_bindgen(method)]
    fn progress(this: &CallOptionsData, done: u32, total: u32, requests: u32);
}

impl ClientOptionsData {
    pub(super) fn auth(&self) -> Auth {
        let token = self.get("token");
        match self.get_string("webhook") {
            Some(address) => Auth::Webhook(Secret::new(address)),
            None if token.is_undefined() => Auth::Source,
            None => Auth::Token(token.unchecked_into::<PlainObject>().into()),
        }
    }

    pub(super) fn client_options(&self) -> ClientOptions {
        let (limits, cache): (PlainObject, PlainObject) =
            (self.get("limits").unchecked_into(), self.get("cache").unchecked_into());
        ClientOptions {
            portal: self.get_string("portal"),
            limits: Some(Limits {
                burst: limits.get_number("burst"),
                per_second: limits.get_number("perSecond"),
                ids_per_call: limits.get_count("idsPerCall"),
                concurrency: limits.get_count("concurrency"),
                max_response_bytes: limits.get_count("maxResponseBytes"),
                max_ids: limits.get_count("maxIds"),
            }),
            request_timeout_ms: self.get_number("requestTimeoutMs"),
            deadline_ms: self.get_number("deadlineMs"),
            retries: self.get_count("retries").and_then(|count| count.try_into().ok()),
            cache: Some(CacheOptions {
                ttl_ms: cache.get_number("ttlMs"),
                missing_ttl_ms: cache.get_number("missingTtlMs"),
                max: cache.get_count("max"),
            }),
            coalesce_ms: self.get_number("coalesceMs"),
            invalid: read_on_invalid(self),
        }
    }
}

impl CallOptionsData {
    /// A promise that is fulfilled when the call is aborted; `None` if the call has no signal.
    pub(super) fn aborted(&self) -> Option<Promise> {
        let aborted = self.get("aborted");
        (!aborted.is_undefined()).then(|| aborted.unchecked_into())
    }

    pub(super) fn minutes_ago(&self) -> Option<u32> {
        self.get_count("minutesAgo").and_then(|count| count.try_into().ok())
    }

    #[inline(never)]
    pub(super) fn get_users_options(&self) -> GetUsersOptions {
        let client::CallOptions { deadline_ms, elapsed_ms, .. } = self.call_options();
        GetUsersOptions {
            deadline_ms,
            elapsed_ms,
            max_age_ms: self.get_number("maxAgeMs"),
            fresh: self.get_bool("fresh"),
            invalid: read_on_invalid(self),
            partial: self.get_bool("partial"),
            avatar_hr: self.get_bool("avatarHr"),
        }
    }

    /// The options of a call of any method.
    #[inline(never)]
    pub(super) fn call_options(&self) -> client::CallOptions {
        client::CallOptions {
            deadline_ms: self.get_number("deadlineMs"),
            elapsed_ms: self.get_number("elapsedMs").unwrap_or_default(),
            idempotent: self.get_bool("idempotent"),
        }
    }

    pub(super) fn report_progress(&self, progress: Progress) {
        #[expect(clippy::cast_possible_truncation, reason = "the lengths of JavaScript's arrays")]
        self.progress(progress.done as u32, progress.total as u32, progress.requests);
    }
}

/// Reads the option `invalid`: how the call treats invalid ids; `None` if it is not set.
fn read_on_invalid(options: &PlainObject) -> Option<OnInvalid> {
    let invalid = options.get_string("invalid")?;
    Some(if invalid == "report" { OnInvalid::Report } else { OnInvalid::Throw })
}
