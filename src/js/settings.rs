//! Options as the hand-written part of the package passes them in. It has copied and checked them; these are only names for them.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::page::PageToken;
use crate::auth::{Auth, Secret};
use crate::client::{self, CacheOptions, ClientOptions, GetUsersOptions, Limits, Progress};
use crate::ids::OnInvalid;

#[wasm_bindgen]
extern "C" {
    /// The options of a client.
    pub type Settings;

    #[wasm_bindgen(method, getter)]
    fn portal(this: &Settings) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn webhook(this: &Settings) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn token(this: &Settings) -> Option<PageToken>;
    #[wasm_bindgen(method, getter, js_name = requestTimeoutMs)]
    fn request_timeout_ms(this: &Settings) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = deadlineMs)]
    fn client_deadline_ms(this: &Settings) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn retries(this: &Settings) -> Option<u32>;
    #[wasm_bindgen(method, getter, js_name = coalesceMs)]
    fn coalesce_ms(this: &Settings) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn invalid(this: &Settings) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn limits(this: &Settings) -> LimitsObject;
    #[wasm_bindgen(method, getter)]
    fn cache(this: &Settings) -> CacheObject;

    /// How much the portal may be asked for.
    type LimitsObject;

    #[wasm_bindgen(method, getter)]
    fn burst(this: &LimitsObject) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = perSecond)]
    fn per_second(this: &LimitsObject) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = idsPerCall)]
    fn ids_per_call(this: &LimitsObject) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn concurrency(this: &LimitsObject) -> Option<u32>;
    #[wasm_bindgen(method, getter, js_name = maxResponseBytes)]
    fn max_response_bytes(this: &LimitsObject) -> Option<u32>;
    #[wasm_bindgen(method, getter, js_name = maxIds)]
    fn max_ids(this: &LimitsObject) -> Option<u32>;

    /// How long users are kept, and how many.
    type CacheObject;

    #[wasm_bindgen(method, getter, js_name = ttlMs)]
    fn ttl_ms(this: &CacheObject) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = missingTtlMs)]
    fn missing_ttl_ms(this: &CacheObject) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn max(this: &CacheObject) -> Option<u32>;

    /// The options of one call.
    pub type CallOptions;

    /// Fulfilled when the call is aborted.
    #[wasm_bindgen(method, getter)]
    pub(super) fn cancelled(this: &CallOptions) -> Option<Promise>;
    /// Tells how far the call is.
    #[wasm_bindgen(method)]
    fn progress(this: &CallOptions, done: u32, total: u32, requests: u32);
    #[wasm_bindgen(method, getter, js_name = deadlineMs)]
    fn deadline_ms(this: &CallOptions) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = maxAgeMs)]
    fn max_age_ms(this: &CallOptions) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn fresh(this: &CallOptions) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = invalid)]
    fn call_invalid(this: &CallOptions) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn partial(this: &CallOptions) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = avatarHr)]
    fn avatar_hr(this: &CallOptions) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn idempotent(this: &CallOptions) -> Option<bool>;
}

impl Settings {
    pub(super) fn auth(&self) -> Auth {
        match (self.webhook(), self.token()) {
            (Some(address), _) => Auth::Webhook(Secret::new(address)),
            (None, Some(token)) => Auth::Token(token.into()),
            (None, None) => Auth::Source,
        }
    }

    pub(super) fn options(&self) -> ClientOptions {
        let (limits, cache) = (self.limits(), self.cache());
        ClientOptions {
            portal: self.portal(),
            limits: Some(Limits {
                burst: limits.burst(),
                per_second: limits.per_second(),
                ids_per_call: limits.ids_per_call().map(|count| count as usize),
                concurrency: limits.concurrency().map(|count| count as usize),
                max_response_bytes: limits.max_response_bytes().map(|count| count as usize),
                max_ids: limits.max_ids().map(|count| count as usize),
            }),
            request_timeout_ms: self.request_timeout_ms(),
            deadline_ms: self.client_deadline_ms(),
            retries: self.retries(),
            cache: Some(CacheOptions {
                ttl_ms: cache.ttl_ms(),
                missing_ttl_ms: cache.missing_ttl_ms(),
                max: cache.max().map(|count| count as usize),
            }),
            coalesce_ms: self.coalesce_ms(),
            invalid: self.invalid().as_deref().map(on_invalid),
        }
    }
}

impl CallOptions {
    pub(super) fn read(&self) -> GetUsersOptions {
        GetUsersOptions {
            deadline_ms: self.deadline_ms(),
            max_age_ms: self.max_age_ms(),
            fresh: self.fresh(),
            invalid: self.call_invalid().as_deref().map(on_invalid),
            partial: self.partial(),
            avatar_hr: self.avatar_hr(),
        }
    }

    /// The same, of a call of any method.
    pub(super) fn read_call(&self) -> client::CallOptions {
        client::CallOptions { deadline_ms: self.deadline_ms(), idempotent: self.idempotent() }
    }

    pub(super) fn tell(&self, progress: Progress) {
        #[expect(clippy::cast_possible_truncation, reason = "the lengths of JavaScript's arrays")]
        self.progress(progress.done as u32, progress.total as u32, progress.requests);
    }
}

fn on_invalid(name: &str) -> OnInvalid {
    if name == "report" { OnInvalid::Report } else { OnInvalid::Throw }
}
