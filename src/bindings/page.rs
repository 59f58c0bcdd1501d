use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What the hand-written part of the package does for us. None of it throws; its promises are native.
    pub type Page;

    /// Sends a form; what comes back settles later.
    #[wasm_bindgen(method)]
    pub(super) fn send(this: &Page, url: &str, form: &str) -> Sending;
    /// Asks the application for a token. Fulfilled with one and what belongs to it, rejected with why there is none.
    #[wasm_bindgen(method, js_name = getToken)]
    pub(super) fn get_token(this: &Page, reason: &str) -> Promise;
    /// Changes the bucket of a portal by `change`, from its four numbers to an array of them. Fulfilled when that is done.
    #[wasm_bindgen(method, js_name = changeBucket)]
    pub(super) fn change_bucket(this: &Page, portal: &str, change: &Function) -> Promise;
    /// Whether anybody wants to know of events.
    #[wasm_bindgen(method, getter)]
    pub(super) fn listening(this: &Page) -> bool;
    /// Reports an event: when it happened, and what.
    #[wasm_bindgen(method)]
    pub(super) fn tell(this: &Page, at: f64, what: &JsValue);

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
    /// Makes a window of one user of such a window.
    #[wasm_bindgen(method, js_name = detachUser)]
    pub(super) fn detach_user(this: &Page, window: &JsValue, row: u32) -> JsValue;
    /// Makes users of such windows, for whoever asked.
    #[wasm_bindgen(method, js_name = pickUsers)]
    pub(super) fn pick_users(this: &Page, windows: &Array, places: &[u32]) -> Array;

    /// The number that a JSON number's text is.
    #[wasm_bindgen(js_name = Number)]
    pub(super) fn parse_number(text: &str) -> f64;
    /// Calls `work` after `ms` milliseconds; what it gives is for `clearTimeout`.
    #[wasm_bindgen(js_name = setTimeout)]
    pub(super) fn set_timeout(work: &Function, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    pub(super) fn clear_timeout(timer: &JsValue);

    /// A number's text.
    #[wasm_bindgen(js_name = String)]
    pub(super) fn write_number(number: f64) -> String;

    /// Plain data of the hand-written part, read by the names of its fields: a binding for each of them would weigh more than what is done
    /// with it.
    pub type Fields;

    #[wasm_bindgen(method, structural, indexing_getter)]
    pub(super) fn get(this: &Fields, name: &str) -> JsValue;

    /// A request under way; its `answer` is fulfilled with a [`PageAnswer`], and rejected with `Fields` that tell why.
    #[wasm_bindgen(extends = Fields)]
    pub(super) type Sending;

    /// Ends it, whoever waits for it.
    #[wasm_bindgen(method)]
    pub(super) fn abort(this: &Sending);

    /// An answer of the portal: its `status`, and whether it was `redirected`.
    #[wasm_bindgen(extends = Fields)]
    pub(super) type PageAnswer;

    /// Fulfilled with the next piece of the body, a `Uint8Array`, and with `undefined` at its end.
    #[wasm_bindgen(method)]
    pub(super) fn read(this: &PageAnswer) -> Promise;

    /// An address, as the platform understands it.
    #[wasm_bindgen(extends = Fields, js_name = URL)]
    pub(super) type Url;

    #[wasm_bindgen(constructor, catch, js_class = URL)]
    pub(super) fn new(text: &str) -> Result<Url, JsValue>;
}

impl Fields {
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name).as_f64()
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).as_bool()
    }

    /// A number of things.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts of what is too great give the greatest"
    )]
    pub(super) fn count(&self, name: &str) -> Option<usize> {
        self.number(name).map(|count| count as usize)
    }
}
