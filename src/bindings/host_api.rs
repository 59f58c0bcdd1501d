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
    #[wasm_bindgen(method, getter, js_name = ownFetch)]
    pub(super) fn own_fetch(this: &HostApi) -> JsValue;
    /// Ends `target` when the instance traps, and when the returned function is called with
    /// `false`; called with `true` it takes that back. To `abort` is for controllers, to `cancel`
    /// for the readers of streams, to `discard` for responses, which may be yet to come.
    #[wasm_bindgen(method, js_name = endLater)]
    pub(super) fn end_later(this: &HostApi, target: &JsValue, way: &str) -> Function;
    /// A function that returns a promise: fulfilled at once or, when the task has become long, in a
    /// later task.
    #[wasm_bindgen(method)]
    pub(super) fn yielding(this: &HostApi) -> Function;
    /// Requests a token from the application. Resolves to `TokenData`, or rejects.
    #[wasm_bindgen(method, js_name = getToken)]
    pub(super) fn get_token(this: &HostApi, reason: &str) -> Promise;
    /// Changes the bucket of a portal by `change`, from its four numbers to an array of them.
    /// Fulfilled when that is done.
    #[wasm_bindgen(method, js_name = changeBucket)]
    pub(super) fn change_bucket(this: &HostApi, portal: &str, change: &Function) -> Promise;
    /// `has_listener`/`hasListener`. "Whether the application listens for events."
    #[wasm_bindgen(method, getter)]
    pub(super) fn listening(this: &HostApi) -> bool;
    /// `emit(at_ms, kind)`. "Emits an event."
    #[wasm_bindgen(method)]
    pub(super) fn tell(this: &HostApi, at: f64, what: &JsValue);

    /// `build_chunk`/`buildChunk(ascii, utf16, rows, interned, numbers, extras, extra_rows)`:
    /// "Builds the users of a chunk from its columns. Returns a handle for `materializeUsers`."
    /// (host.rs already calls `utf16`, `interned`)
    #[wasm_bindgen(method, js_name = openWindow)]
    pub(super) fn open_window(
        this: &HostApi,
        ascii: &[u8],
        wide: &[u16],
        rows: &[i32],
        repeated: &[i32],
        numbers: &[f64],
        extras: &[u8],
        extra_rows: &[u32],
    ) -> JsValue;
    /// `detach_user(chunk, row)`. "Copies one user of a chunk to a chunk of its own."
    #[wasm_bindgen(method, js_name = detachUser)]
    pub(super) fn detach_user(this: &HostApi, window: &JsValue, row: u32) -> JsValue;
    /// `materialize_users`/`materializeUsers(chunks, positions)`. "Copies users for a caller.
    /// `positions` are pairs of a chunk's index and a row."
    #[wasm_bindgen(method, js_name = pickUsers)]
    pub(super) fn pick_users(this: &HostApi, windows: &Array, places: &[u32]) -> Array;

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
    pub(super) fn write_number(number: f64) -> String;
}
