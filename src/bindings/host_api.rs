//! Declarations of the JavaScript functions that this module calls.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

use super::plain_object::PlainObject;

#[wasm_bindgen]
extern "C" {
    /// The functions of the package's JavaScript host. They never throw, and they return native
    /// promises.
    #[wasm_bindgen(typescript_type = "HostApi")]
    pub type HostApi;

    /// Takes over the request that JavaScript sent early for this form, before the WebAssembly
    /// module was loaded. Returns its `response`, as `fetch` returned it, and its abort
    /// `controller`, if it has one; `undefined` if there is no such request.
    #[wasm_bindgen(method, js_name = takeEarlyRequest)]
    pub(super) fn take_early_request(this: &HostApi, url: &str, form: &str) -> PlainObject;
    /// The application's own `fetch`; `undefined` if it has none. `null` if the client's options
    /// were garbage-collected.
    #[wasm_bindgen(method, getter, js_name = customFetch)]
    pub(super) fn custom_fetch(this: &HostApi) -> JsValue;
    /// Registers `target` to be cancelled if the WebAssembly instance traps. `method` is `abort`
    /// for a controller, `cancel` for a body reader, and `discard` for the promise of a response.
    /// Returns a function that ends the registration. With the argument `false`, this function also
    /// cancels `target`.
    #[wasm_bindgen(method, js_name = registerCancel)]
    pub(super) fn register_cancel(this: &HostApi, target: &JsValue, method: &str) -> Function;
    /// Creates a function that yields to the event loop. The created function returns a promise,
    /// which resolves at once or, if the current task has become long, in a later task.
    #[wasm_bindgen(method, js_name = createYieldToMain)]
    pub(super) fn create_yield_to_main(this: &HostApi) -> Function;
    /// Requests a token from the application. The promise resolves to `TokenData`, or rejects.
    #[wasm_bindgen(method, js_name = getToken)]
    pub(super) fn get_token(this: &HostApi, reason: &str) -> Promise;
    /// This page's copy of a portal's leaky bucket, as the four numbers of `LeakyBucket::parts`.
    /// The copy may lack the latest requests of other tabs.
    #[wasm_bindgen(method, js_name = localBucket)]
    pub(super) fn local_bucket(this: &HostApi, portal: &str) -> Array;
    /// Adds a request to a portal's leaky bucket. This page's copy is replaced by `bucket`, four
    /// numbers that include the request. The bucket that all tabs share is updated in the
    /// background.
    #[wasm_bindgen(method, js_name = addRequest)]
    pub(super) fn add_request(this: &HostApi, portal: &str, bucket: &Array);
    /// Updates a portal's leaky bucket atomically. `update` gets the four numbers of the bucket,
    /// and returns their new values. The promise resolves after the update.
    #[wasm_bindgen(method, js_name = updateBucket)]
    pub(super) fn update_bucket(this: &HostApi, portal: &str, update: &Function) -> Promise;
    /// Returns the stored user with this id, in a chunk of one user. `undefined` if no user is
    /// stored, or if the stored user has issues, or is older than `max_age_ms` or the store's time
    /// to live.
    #[wasm_bindgen(method, js_name = storedUser)]
    pub(super) fn stored_user(this: &HostApi, id: f64, max_age_ms: f64) -> Option<PlainObject>;
    /// Stores the user with this id, who is in row `row` of `chunk`. If `chunk` is `undefined`,
    /// removes the stored user instead. `has_issues` is whether any user of the chunk has invalid
    /// values.
    #[wasm_bindgen(method, js_name = storeUser)]
    pub(super) fn store_user(this: &HostApi, id: f64, chunk: &JsValue, row: u32, has_issues: bool);
    /// Whether the client has a persistent cache. Only then are `storedUser` and `storeUser`
    /// called.
    #[wasm_bindgen(method, getter, js_name = hasStore)]
    pub(super) fn has_store(this: &HostApi) -> bool;
    /// Whether the application listens for events.
    #[wasm_bindgen(method, getter, js_name = hasListener)]
    pub(super) fn has_listener(this: &HostApi) -> bool;
    /// Emits an event. `at_ms` is its time, in milliseconds since 1970.
    #[wasm_bindgen(method)]
    pub(super) fn emit(this: &HostApi, at_ms: f64, kind: &JsValue);

    /// Builds the users of a [`RecordChunk`](b24_record_reader::RecordChunk), whose fields are the
    /// arguments. Returns a handle of the chunk for `materializeUsers` and `detachUser`.
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
    /// Copies one user to a new chunk that has only this user. `row` is the index of the user in
    /// `chunk`.
    #[wasm_bindgen(method, js_name = detachUser)]
    pub(super) fn detach_user(this: &HostApi, chunk: &JsValue, row: u32) -> JsValue;
    /// Copies users for a caller. `positions` has two numbers per user: an index into `chunks`, and
    /// the index (row) of the user in that chunk.
    #[wasm_bindgen(method, js_name = materializeUsers)]
    pub(super) fn materialize_users(this: &HostApi, chunks: &Array, positions: &[u32]) -> Array;

    // web-sys declares timers only on windows and workers. `createGlue` provides these two
    // functions, and stops the timers of an instance when the instance ends.
    /// Calls `work` after `ms` milliseconds. Returns the timer for `clearTimeout`.
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
