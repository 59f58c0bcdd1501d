use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What the hand-written part of the package does for us. None of it throws; its promises are native.
    pub type Page;

    /// Sends a form; what comes back settles later.
    #[wasm_bindgen(method)]
    pub(super) fn send(this: &Page, url: &str, form: &str) -> Sending;
    /// Asks the application for a token. Fulfilled with a [`PageToken`], rejected with a [`PageError`].
    #[wasm_bindgen(method, js_name = getToken)]
    pub(super) fn get_token(this: &Page, reason: &str) -> Promise;
    /// Changes the bucket of a portal by `change`, from level and time to an array of both. Fulfilled when that is done.
    #[wasm_bindgen(method, js_name = changeBucket)]
    pub(super) fn change_bucket(this: &Page, portal: &str, change: &Function) -> Promise;
    /// Whether anybody wants to know of events.
    #[wasm_bindgen(method, getter)]
    pub(super) fn listening(this: &Page) -> bool;
    /// Tells of an event, as JSON.
    #[wasm_bindgen(method)]
    pub(super) fn tell(this: &Page, event: &str);

    /// Takes a window's columns; what it gives is for `pickUsers`.
    #[wasm_bindgen(method, js_name = openWindow)]
    pub(super) fn open_window(
        this: &Page,
        ascii: &[u8],
        wide: &[u16],
        rows: &[i32],
        repeated: &[i32],
        numbers: &[f64],
        extras: &[u8],
        extra_rows: &[u32],
    ) -> JsValue;
    /// Makes users of such windows, for whoever asked.
    #[wasm_bindgen(method, js_name = pickUsers)]
    pub(super) fn pick_users(this: &Page, windows: &Array, places: &[u32]) -> Array;

    /// The number that a JSON number's text is.
    #[wasm_bindgen(js_name = Number)]
    pub(super) fn parse_number(text: &str) -> f64;
    /// A number's text.
    #[wasm_bindgen(js_name = String)]
    pub(super) fn write_number(number: f64) -> String;

    /// A request under way.
    pub(super) type Sending;

    /// Fulfilled with a [`PageAnswer`], rejected with a [`PageError`].
    #[wasm_bindgen(method, getter)]
    pub(super) fn answer(this: &Sending) -> Promise;
    /// Ends it, whoever waits for it.
    #[wasm_bindgen(method)]
    pub(super) fn abort(this: &Sending);

    /// An answer of the portal.
    pub(super) type PageAnswer;

    #[wasm_bindgen(method, getter)]
    pub(super) fn status(this: &PageAnswer) -> u16;
    #[wasm_bindgen(method, getter)]
    pub(super) fn redirected(this: &PageAnswer) -> bool;
    /// Fulfilled with the next piece of the body, a `Uint8Array`, and with `undefined` at its end.
    #[wasm_bindgen(method)]
    pub(super) fn read(this: &PageAnswer) -> Promise;

    /// Something that went wrong outside.
    pub(super) type PageError;

    #[wasm_bindgen(method, getter)]
    pub(super) fn name(this: &PageError) -> String;
    #[wasm_bindgen(method, getter)]
    pub(super) fn message(this: &PageError) -> String;
    /// Whether the application's own function broke its contract.
    #[wasm_bindgen(method, getter, js_name = isMisuse)]
    pub(super) fn is_misuse(this: &PageError) -> bool;

    /// A token with what belongs to it.
    pub(super) type PageToken;

    #[wasm_bindgen(method, getter, js_name = accessToken)]
    pub(super) fn access_token(this: &PageToken) -> String;
    #[wasm_bindgen(method, getter, js_name = expiresAt)]
    pub(super) fn expires_at(this: &PageToken) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn portal(this: &PageToken) -> Option<String>;
}
