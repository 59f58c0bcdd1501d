//! Access to foreign values, which come from the runtime or the application. They may have any type
//! and come from any realm, and their getters may throw.
//!
//! All functions catch exceptions, because an uncaught exception in a future would trap the
//! instance.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::error::Cause;

#[wasm_bindgen]
extern "C" {
    type Foreign;

    #[wasm_bindgen(method, structural, catch, indexing_getter)]
    fn get(this: &Foreign, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn object_to_string(value: &JsValue) -> Result<String, JsValue>;
}

/// Reads a property of a value. The error is what a getter or a proxy threw.
pub(super) fn get_property(value: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    value.unchecked_ref::<Foreign>().get(name)
}

/// Reads a property of a value; `undefined` if the value itself is `undefined` or `null`.
pub(super) fn get_optional(value: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    if is_nullish(value) { Ok(JsValue::UNDEFINED) } else { get_property(value, name) }
}

/// Reads two properties. Returns the first unless it is `undefined` or `null`, otherwise the
/// second.
pub(super) fn get_first_non_nullish(value: &JsValue, names: [&str; 2]) -> Result<JsValue, JsValue> {
    let first = get_property(value, names[0])?;
    if is_nullish(&first) { get_property(value, names[1]) } else { Ok(first) }
}

/// Whether a value is `undefined` or `null`.
pub(super) fn is_nullish(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

/// The result of `Object.prototype.toString`, such as `[object Array]`. It also works for values of
/// other realms, such as iframes.
pub(super) fn to_string_tag(value: &JsValue) -> String {
    object_to_string(value).unwrap_or_default()
}

/// Whether a value has a method with this name.
pub(super) fn has_method(value: &JsValue, name: &str) -> Result<bool, JsValue> {
    Ok(get_optional(value, name)?.is_function())
}

/// Calls a method of a value.
pub(super) fn call_method(value: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    get_property(value, name)?.unchecked_ref::<Function>().call0(value)
}

/// A future of the result of a JavaScript function. `called` is what the function returned or
/// threw, as in [`call_to_promise`].
pub(super) fn call_to_future(called: Result<JsValue, JsValue>) -> JsFuture {
    call_to_promise(called).into()
}

/// A native promise of the result of a JavaScript function. `called` is what the function returned
/// (a promise, another thenable or a plain value) or what it threw. If it threw, the promise
/// rejects.
pub(super) fn call_to_promise(called: Result<JsValue, JsValue>) -> Promise {
    let (is_thrown, value) = match called {
        Ok(returned) => (false, returned),
        Err(thrown) => (true, thrown),
    };
    // A native promise calls a foreign `then` in a microtask, and catches the exceptions of `then`.
    Promise::new(&mut |resolve, reject| {
        let settle = if is_thrown { reject } else { resolve };
        let _ = settle.call1(&JsValue::UNDEFINED, &value);
    })
}

/// The name and the message of a thrown value.
pub(super) fn to_cause(thrown: &JsValue) -> Cause {
    let name = get_string(thrown, "name").unwrap_or_else(|| "Error".into());
    let message = thrown.as_string().or_else(|| get_string(thrown, "message")).unwrap_or_default();
    // Node reports the actual reason as the cause of the error: "fetch failed", caused by "connect
    // ECONNREFUSED".
    let inner = get_optional(thrown, "cause").ok().and_then(|cause| get_string(&cause, "message"));
    match inner {
        Some(inner) if !inner.is_empty() => Cause { name, message: message + ": " + &inner },
        _ => Cause { name, message },
    }
}

/// A property, if it can be read and is a string. `None` otherwise.
pub(super) fn get_string(value: &JsValue, name: &str) -> Option<String> {
    get_optional(value, name).ok()?.as_string()
}
