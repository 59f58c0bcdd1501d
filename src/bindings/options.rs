//! Typed access to options, which the package's TypeScript has copied and checked.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::js_object::JsObject;
use crate::auth::{Auth, Secret};
use crate::client;
use crate::client::{CacheOptions, ClientOptions, GetUsersOptions, Limits, Progress};
use crate::ids::OnInvalid;

#[wasm_bindgen]
extern "C" {
    /// The options of a client.
    #[wasm_bindgen(extends = JsObject, typescript_type = "ClientOptionsData")]
    pub type ClientOptionsData;

    /// The options of one call.
    #[wasm_bindgen(extends = JsObject, typescript_type = "CallOptionsData")]
    pub type CallOptions;

    /// Reports progress.
    #[wasm_bindgen(method)]
    fn progress(this: &CallOptions, done: u32, total: u32, requests: u32);
}

impl ClientOptionsData {
    pub(super) fn auth(&self) -> Auth {
        let token = self.get("token");
        match self.text("webhook") {
            Some(address) => Auth::Webhook(Secret::new(address)),
            None if token.is_undefined() => Auth::Source,
            None => Auth::Token(token.unchecked_into::<JsObject>().into()),
        }
    }

    pub(super) fn options(&self) -> ClientOptions {
        let (limits, cache): (JsObject, JsObject) =
            (self.get("limits").unchecked_into(), self.get("cache").unchecked_into());
        ClientOptions {
            portal: self.text("portal"),
            limits: Some(Limits {
                burst: limits.number("burst"),
                per_second: limits.number("perSecond"),
                ids_per_call: limits.count("idsPerCall"),
                concurrency: limits.count("concurrency"),
                max_response_bytes: limits.count("maxResponseBytes"),
                max_ids: limits.count("maxIds"),
            }),
            request_timeout_ms: self.number("requestTimeoutMs"),
            deadline_ms: self.number("deadlineMs"),
            retries: self.count("retries").and_then(|count| count.try_into().ok()),
            cache: Some(CacheOptions {
                ttl_ms: cache.number("ttlMs"),
                missing_ttl_ms: cache.number("missingTtlMs"),
                max: cache.count("max"),
            }),
            coalesce_ms: self.number("coalesceMs"),
            invalid: on_invalid(self),
        }
    }
}

impl CallOptions {
    /// Fulfilled when the call is aborted, if that may be.
    pub(super) fn aborted(&self) -> Option<Promise> {
        let aborted = self.get("aborted");
        (!aborted.is_undefined()).then(|| aborted.unchecked_into())
    }

    pub(super) fn minutes_ago(&self) -> Option<u32> {
        self.count("minutesAgo").and_then(|count| count.try_into().ok())
    }

    #[inline(never)]
    pub(super) fn read(&self) -> GetUsersOptions {
        let client::CallOptions { deadline_ms, elapsed_ms, .. } = self.read_call();
        GetUsersOptions {
            deadline_ms,
            elapsed_ms,
            max_age_ms: self.number("maxAgeMs"),
            fresh: self.flag("fresh"),
            invalid: on_invalid(self),
            partial: self.flag("partial"),
            avatar_hr: self.flag("avatarHr"),
        }
    }

    /// The options of a call of any method.
    #[inline(never)]
    pub(super) fn read_call(&self) -> client::CallOptions {
        client::CallOptions {
            deadline_ms: self.number("deadlineMs"),
            elapsed_ms: self.number("elapsedMs").unwrap_or_default(),
            idempotent: self.flag("idempotent"),
        }
    }

    pub(super) fn report(&self, progress: Progress) {
        #[expect(clippy::cast_possible_truncation, reason = "the lengths of JavaScript's arrays")]
        self.progress(progress.done as u32, progress.total as u32, progress.requests);
    }
}

fn on_invalid(options: &JsObject) -> Option<OnInvalid> {
    let invalid = options.text("invalid")?;
    Some(if invalid == "report" { OnInvalid::Report } else { OnInvalid::Throw })
}
