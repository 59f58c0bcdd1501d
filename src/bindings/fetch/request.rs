//! Builds requests that this runtime's `fetch` accepts, and calls it.

use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Function, Object, Reflect, global};
use wasm_bindgen::prelude::*;
use web_sys::{
    AbortController, AbortSignal, ReferrerPolicy, Request, RequestCredentials, RequestInit,
    RequestRedirect,
};

use super::super::foreign::get_property;

const CONTENT_TYPE: &str = "Content-Type";
const FORM_TYPE: &str = "application/x-www-form-urlencoded;charset=UTF-8";

#[wasm_bindgen]
extern "C" {
    // web-sys has `fetch` on windows and workers only. The global is looked up at each call, as
    // applications may replace it.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch_request(request: &Request) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch_url(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;

    // A function's own `toString` may be a wrapper's, which imitates the wrapped function.
    #[wasm_bindgen(catch, js_namespace = ["Function", "prototype", "toString"], js_name = call)]
    fn function_source(function: &JsValue) -> Result<String, JsValue>;
}

/// The options that this runtime's `fetch` accepts, as flags.
///
/// Cloudflare Workers throw for some options, as they have no cookies and referrers; Node's `fetch`
/// rejects the signals of jsdom.
#[derive(Clone, Copy)]
pub(crate) struct FetchOptions(u8);

/// No cookies: the portal refuses those of another user.
const CREDENTIALS: u8 = 1;
/// No referrer.
const REFERRER: u8 = 2;
/// No redirect is followed: the token is for the portal alone. "manual", as "error" reports a
/// redirect as a network failure.
const REDIRECT: u8 = 4;
/// A signal, which aborts the request.
const SIGNAL: u8 = 8;
const ALL_OPTIONS: u8 = CREDENTIALS | REFERRER | REDIRECT | SIGNAL;

impl FetchOptions {
    /// Detects the options that `fetch` accepts.
    pub(super) fn detect() -> Self {
        let is_accepted = |options: &u8| Self(*options).is_accepted();
        // All options first: separate tests would delay the first request.
        if !get_global("Request").is_function() || is_accepted(&ALL_OPTIONS) {
            return Self(ALL_OPTIONS);
        }
        Self([CREDENTIALS, REFERRER, REDIRECT, SIGNAL].into_iter().filter(is_accepted).sum())
    }

    const fn has(self, option: u8) -> bool {
        self.0 & option != 0
    }

    fn is_accepted(self) -> bool {
        let controller = self.abort_controller();
        let init = self.build_init("", signal_of(controller.as_ref()).as_ref());
        init.and_then(|init| Request::new_with_str_and_init("https://example.bitrix24.com/", &init))
            .is_ok()
    }

    /// Creates the controller of a request, if signals are accepted.
    pub(super) fn abort_controller(self) -> Option<AbortController> {
        self.has(SIGNAL).then(|| AbortController::new().ok()).flatten()
    }

    /// Sends a form by the application's own `fetch` or, if that is `undefined`, by the runtime's.
    ///
    /// # Errors
    /// Whatever `fetch` throws, of any type.
    pub(super) fn call_fetch(
        self,
        custom_fetch: &JsValue,
        url: &str,
        form: &str,
        controller: Option<&AbortController>,
    ) -> Result<JsValue, JsValue> {
        let signal = signal_of(controller);
        let is_default = custom_fetch.is_undefined();
        if is_default
            && self.0 == ALL_OPTIONS
            && is_native_fetch()
            && let Ok(request) = build_native_request(url, form, signal.as_ref())
        {
            return fetch_request(&request);
        }
        let init = self.build_init(form, signal.as_ref())?;
        if is_default {
            fetch_url(url, &init)
        } else {
            custom_fetch.unchecked_ref::<Function>().call2(&JsValue::UNDEFINED, &url.into(), &init)
        }
    }

    fn build_init(self, form: &str, signal: Option<&AbortSignal>) -> Result<RequestInit, JsValue> {
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_body(&form.into());
        let headers = Object::new();
        Reflect::set(&headers, &CONTENT_TYPE.into(), &FORM_TYPE.into())?;
        init.set_headers(&headers);
        if self.has(CREDENTIALS) {
            init.set_credentials(RequestCredentials::Omit);
        }
        if self.has(REFERRER) {
            init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        }
        if self.has(REDIRECT) {
            init.set_redirect(RequestRedirect::Manual);
        }
        // Some runtimes refuse `undefined` here.
        if signal.is_some() {
            init.set_signal(signal);
        }
        Ok(init)
    }
}

/// The signal of a controller, which may be a polyfill's.
fn signal_of(controller: Option<&AbortController>) -> Option<AbortSignal> {
    let signal = get_property(controller?, "signal").ok()?;
    signal.is_object().then(|| signal.unchecked_into())
}

/// Whether `fetch`, and everything that gloo-net calls to build a request, is a browser's own.
///
/// gloo-net panics at errors of another realm, at exceptions of its `Headers`, and when the error
/// type is replaced. None of that happens with native functions.
fn is_native_fetch() -> bool {
    const GLOBALS: [&str; 7] =
        ["fetch", "Request", "Headers", "URL", "URLSearchParams", "AbortController", "Error"];
    const MEMBERS: [(&str, &str); 5] = [
        ("Request", "url"),
        ("Headers", "set"),
        ("URL", "search"),
        ("URL", "toString"),
        ("URLSearchParams", "toString"),
    ];
    let is_native_global = |name| is_native(&get_global(name), name);
    // Other runtimes have a native `fetch`, too, but only browsers have one of these.
    ["Window", "WorkerGlobalScope"].into_iter().any(is_native_global)
        && GLOBALS.into_iter().all(is_native_global)
        && MEMBERS
            .into_iter()
            .all(|(class, name)| is_native_member(class, name).unwrap_or_default())
}

/// Whether a method of a global class, or a property's getter and setter, are the runtime's own.
fn is_native_member(class: &str, name: &str) -> Result<bool, JsValue> {
    let prototype = get_property(&get_global(class), "prototype")?;
    let descriptor =
        Reflect::get_own_property_descriptor(prototype.unchecked_ref::<Object>(), &name.into())?;
    for key in ["value", "get", "set"] {
        let function = get_property(&descriptor, key)?;
        if !function.is_undefined() && !is_native(&function, name) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a function of this name is the runtime's own.
fn is_native(function: &JsValue, name: &str) -> bool {
    // Bound functions and proxies have no name here; getters have `get` before it, or not.
    let name = " ".to_owned() + name + "()";
    function_source(function).is_ok_and(|source| {
        let bodies = [" { [native code] }", " {\n    [native code]\n}"];
        bodies
            .iter()
            .any(|body| source.strip_suffix(body).is_some_and(|head| head.ends_with(&name)))
    })
}

/// A global by its name, `undefined` if it is missing.
fn get_global(name: &str) -> JsValue {
    get_property(&global(), name).unwrap_or_default()
}

/// Builds a `Request`, for a `fetch` that accepts all options.
fn build_native_request(
    url: &str,
    form: &str,
    signal: Option<&AbortSignal>,
) -> Result<Request, gloo_net::Error> {
    let request = RequestBuilder::new(url)
        .method(Method::POST)
        .header(CONTENT_TYPE, FORM_TYPE)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .redirect(RequestRedirect::Manual)
        .abort_signal(signal)
        .body(form)?;
    Ok(request.into())
}
