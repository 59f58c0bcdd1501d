//! `fetch`, duck-typed: the global one and an application's own go the same way.
//!
//! `gloo-net` is not used for it: its 0.7 panics when `fetch` rejects with, or resolves to, an object of another realm
//! (`instanceof` fails), which is everyday life in Jest, jsdom and iframes, and after a panic no call would ever settle.

use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::error::Cause;
use crate::send::{HttpRequest, HttpResponse, SendError};

/// Allowed to any origin without asking first, unlike JSON.
const FORM: &str = "application/x-www-form-urlencoded;charset=UTF-8";

/// Aborts the request that nobody waits for any more.
struct AbortOnDrop(Option<AbortController>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// Sends `request` by `fetch`, with the options of `init` and ours.
pub(super) async fn send(
    fetch: &Function,
    init: &Object,
    request: HttpRequest,
) -> Result<HttpResponse, SendError> {
    // Not every runtime has one, and not every `fetch` takes it.
    let wants_signal = Reflect::has(init, &"signal".into()).unwrap_or(false);
    let controller = if wants_signal { AbortController::new().ok() } else { None };
    let init = Object::assign(&Object::new(), init);
    let headers = Object::new();
    set(&headers, "Content-Type", &FORM.into());
    set(&init, "method", &"POST".into());
    set(&init, "headers", &headers);
    set(&init, "body", &request.form.expose().into());
    if let Some(controller) = &controller {
        set(&init, "signal", &controller.signal());
    }
    let mut guard = AbortOnDrop(controller);
    let promise = fetch.call2(&JsValue::UNDEFINED, &request.url.expose().into(), &init);
    let outcome = read(promise).await;
    guard.0 = None;
    outcome
}

async fn read(promise: Result<JsValue, JsValue>) -> Result<HttpResponse, SendError> {
    let response = settle(promise).await?;
    let status = get(&response, "status").as_f64().filter(|status| (0.0..600.0).contains(status));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
    let Some(status) = status.map(|status| status as u16) else {
        return Err(not_a_response("without a status"));
    };
    // Browsers hide a redirect that is not followed behind status 0.
    if matches!(status, 0 | 301..=303 | 307 | 308) || get(&response, "redirected").is_truthy() {
        return Err(SendError::Redirected);
    }
    Ok(HttpResponse { status, body: read_body(&response).await? })
}

/// The body's bytes; an application's own `fetch` need only give its text.
async fn read_body(response: &JsValue) -> Result<Vec<u8>, SendError> {
    if let Ok(array_buffer) = get(response, "arrayBuffer").dyn_into::<Function>() {
        let buffer = settle(array_buffer.call0(response)).await?;
        return Ok(Uint8Array::new(&buffer).to_vec());
    }
    let Ok(text) = get(response, "text").dyn_into::<Function>() else {
        return Err(not_a_response("without text()"));
    };
    let text = settle(text.call0(response)).await?;
    text.as_string().map(String::into_bytes).ok_or_else(|| not_a_response("whose text() gives no text"))
}

/// The value of what a function returned: a promise or not, or thrown.
pub(super) async fn settle(returned: Result<JsValue, JsValue>) -> Result<JsValue, SendError> {
    let settled = match returned {
        Ok(value) => JsFuture::from(Promise::resolve(&value)).await,
        Err(thrown) => Err(thrown),
    };
    settled.map_err(|thrown| SendError::Network(cause(&thrown)))
}

/// Name and message of anything thrown, of whatever realm.
fn cause(thrown: &JsValue) -> Cause {
    let name = get(thrown, "name").as_string().unwrap_or_else(|| "Error".into());
    let mut message = get(thrown, "message").as_string().or_else(|| thrown.as_string()).unwrap_or_default();
    // Node tells what went wrong one level down: "fetch failed", caused by "connect ECONNREFUSED".
    let inner = get(&get(thrown, "cause"), "message").as_string();
    if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
        message = format!("{message}: {inner}");
    }
    Cause { name, message }
}

fn not_a_response(how: &str) -> SendError {
    SendError::Network(Cause {
        name: "TypeError".into(),
        message: format!("fetch resolved to something {how}"),
    })
}

/// A property of anything; undefined if there is none, or if reading it throws.
fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set(object: &Object, key: &str, value: &JsValue) {
    Reflect::set(object, &key.into(), value).expect("a plain object takes any property");
}
