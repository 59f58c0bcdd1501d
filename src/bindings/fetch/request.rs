//! Builds requests that this runtime's `fetch` accepts, and calls `fetch`.

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
    // web-sys declares `fetch` only on windows and workers. The global is looked up at each call,
    // because applications may replace it.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch_request(request: &Request) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch_url(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;

    // A wrapper of `fetch` may have a `toString` of its own that imitates the wrapped function, so
    // the `toString` of `Function.prototype` is called.
    #[wasm_bindgen(catch, js_namespace = ["Function", "prototype", "toString"], js_name = call)]
    fn function_source(function: &JsValue) -> Result<String, JsValue>;
}

/// The options that this runtime's `fetch` accepts, as a bit set.
///
/// Cloudflare Workers throw for some options, because they have no cookies and referrers. Node's
/// `fetch` rejects the signals of jsdom.
#[derive(Clone, Copy)]
pub(crate) struct FetchOptions(u8);

/// Sends no cookies: the portal refuses cookies of another user.
const CREDENTIALS: u8 = 1;
/// Sends no referrer.
const REFERRER: u8 = 2;
/// Sets `redirect: "manual"`: no redirect is followed, because only the portal may get the token.
/// With "error", a redirect would look like a network failure.
const REDIRECT: u8 = 4;
/// Passes a signal, which aborts the request.
const SIGNAL: u8 = 8;
const ALL_OPTIONS: u8 = CREDENTIALS | REFERRER | REDIRECT | SIGNAL;

impl FetchOptions {
    /// Detects the options that this runtime's `fetch` accepts.
    pub(super) fn detect() -> Self {
        let is_accepted = |options: &u8| Self(*options).is_accepted();
        // Tests all options together first: separate tests would delay the first request.
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

    /// Creates the controller that aborts a request; `None` if signals are not accepted.
    pub(super) fn abort_controller(self) -> Option<AbortController> {
        self.has(SIGNAL).then(|| AbortController::new().ok()).flatten()
    }

    /// Sends a form by `custom_fetch`, the application's own function. If `custom_fetch` is
    /// `undefined`, sends the form by the runtime's `fetch`.
    ///
    /// # Errors
    /// The value that `fetch` throws, of any type.
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
        // Some runtimes refuse a signal that is `undefined`.
        if signal.is_some() {
            init.set_signal(signal);
        }
        Ok(init)
    }
}

/// The signal of a controller; `None` without a controller, or if the controller of a polyfill has
/// no signal object.
fn signal_of(controller: Option<&AbortController>) -> Option<AbortSignal> {
    let signal = get_property(controller?, "signal").ok()?;
    signal.is_object().then(|| signal.unchecked_into())
}

/// Whether `fetch`, and all functions that gloo-net calls to build a request, are the browser's
/// own, not replaced by a script.
///
/// gloo-net may panic with replaced functions: if one throws an error of another realm (an iframe's
/// `Error`), if `Headers` throws, or if `Error` itself was replaced.
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
    // Other runtimes have a native `fetch` too, but only browsers have one of these.
    ["Window", "WorkerGlobalScope"].into_iter().any(is_native_global)
        && GLOBALS.into_iter().all(is_native_global)
        && MEMBERS
            .into_iter()
            .all(|(class, name)| is_native_member(class, name).unwrap_or_default())
}

/// Whether a member of a global class is the runtime's own: the function of a method, or the getter
/// and setter of a property.
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

/// Whether a function is the runtime's own function of this name.
fn is_native(function: &JsValue, name: &str) -> bool {
    // The source of a bound function or a proxy has no name. That of a getter has `get` before the
    // name in some runtimes.
    let name = " ".to_owned() + name + "()";
    function_source(function).is_ok_and(|source| {
        let bodies = [" { [native code] }", " {\n    [native code]\n}"];
        bodies
            .iter()
            .any(|body| source.strip_suffix(body).is_some_and(|head| head.ends_with(&name)))
    })
}

/// A global by its name; `undefined` if there is none.
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
