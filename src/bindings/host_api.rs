//! Declarations of the JavaScript functions that this module calls.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

use super::js_object::JsObject;

#[wasm_bindgen]
extern "C" {
    /// The functions of the package's JavaScript host. They do not throw and return native
    /// promises.
    pub type HostApi;

    /// The request for this form that was sent before the module was loaded: `undefined`, or the
    /// `response` that `fetch` returned and the `controller` that aborts it, if there is one.
    #[wasm_bindgen(method, js_name = takeEarlyRequest)]
    pub(super) fn take_early_request(this: &HostApi, url: &str, form: &str) -> JsObject;
    /// The application's own `fetch`: `undefined` if it has none, `null` if the client's options
    /// were garbage-collected.
    #[wasm_bindgen(method, getter, js_name = customFetch)]
    pub(super) fn custom_fetch(this: &HostApi) -> JsValue;
    /// Registers `target` for cancellation by `method` when the instance traps: `abort` of a
    /// controller, `cancel` of a reader, `discard` of a response that may not have arrived. The
    /// returned function ends the registration; called with `false`, it also cancels `target`.
    #[wasm_bindgen(method, js_name = registerCancel)]
    pub(super) fn register_cancel(this: &HostApi, target: &JsValue, method: &str) -> Function;
    /// Creates a function that returns a promise, which resolves at once or, if the current task
    /// has become long, in a later task.
    #[wasm_bindgen(method, js_name = createYieldToMain)]
    pub(super) fn create_yield_to_main(this: &HostApi) -> Function;
    /// Requests a token from the application. Resolves to `TokenData`, or rejects.
    #[wasm_bindgen(method, js_name = getToken)]
    pub(super) fn get_token(this: &HostApi, reason: &str) -> Promise;
    /// Updates a portal's bucket atomically: `update` maps its four numbers to new ones. Resolves
    /// after the update.
    #[wasm_bindgen(method, js_name = updateBucket)]
    pub(super) fn update_bucket(this: &HostApi, portal: &str, update: &Function) -> Promise;
    /// Whether the application listens for events.
    #[wasm_bindgen(method, getter, js_name = hasListener)]
    pub(super) fn has_listener(this: &HostApi) -> bool;
    /// Emits an event.
    #[wasm_bindgen(method)]
    pub(super) fn emit(this: &HostApi, at_ms: f64, kind: &JsValue);

    /// Builds the users of a chunk from its columns. Returns a handle for `materializeUsers`.
    #[wasm_bindgen(method, js_name = buildChunk)]
    pub(super) fn build_chunk(
        this: &HostApi,
        ascii: &[u8],
        utf16: &[u16],
        rows: &[i32],
        interned: &[i32],
        numbers: &[f64],
        extras: &[u8],
        extra_rows: &[u32],
    ) -> JsValue;
    /// Copies one user of a chunk to a chunk of its own.
    #[wasm_bindgen(method, js_name = detachUser)]
    pub(super) fn detach_user(this: &HostApi, chunk: &JsValue, row: u32) -> JsValue;
    /// Copies users for a caller. `positions` are pairs of a chunk's index and a row.
    #[wasm_bindgen(method, js_name = materializeUsers)]
    pub(super) fn materialize_users(this: &HostApi, chunks: &Array, positions: &[u32]) -> Array;

    // web-sys has timers on windows and workers only. `createGlue` defines these names, so that an
    // instance's timers end with it.
    /// Calls `work` after `ms` milliseconds; the result is for `clearTimeout`.
    #[wasm_bindgen(js_name = setTimeout)]
    pub(super) fn set_timeout(work: &Function, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    pub(super) fn clear_timeout(timer: &JsValue);

    /// Parses a JSON number.
    #[wasm_bindgen(js_name = Number)]
    pub(super) fn parse_number(text: &str) -> f64;
    /// Formats a number.
    #[wasm_bindgen(js_name = String)]
    pub(super) fn format_number(number: f64) -> String;
}
