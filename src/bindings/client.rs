//! The exported client: its constructor, the eviction of cached users, and its counters.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::host::JsHost;
use super::host_api::HostApi;
use super::id_entry::read_id_entry;
use super::options::ClientOptionsData;
use super::to_js::to_js_value;
use crate::client;

/// A client for the package's JavaScript. Its promises reject with `ErrorData`. The modules
/// `promise_methods` and `stream` have its other methods.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Client(pub(super) Rc<client::Client<JsHost>>);

#[wasm_bindgen]
impl Client {
    /// Creates a client. `api` has the functions of the JavaScript host.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(options: &ClientOptionsData, api: HostApi) -> Self {
        Self(Rc::new(client::Client::new(
            JsHost::new(api),
            options.auth(),
            options.client_options(),
        )))
    }

    /// Evicts the users with these ids from the cache; without `ids`, all users. Invalid ids are
    /// ignored.
    pub fn invalidate(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "readonly unknown[]")] ids: Option<Array>,
    ) {
        let Some(entries) = ids else { return self.0.invalidate(None) };
        let mut ids = Vec::new();
        for entry in entries.iter() {
            ids.extend(read_id_entry(&entry).to_user_id());
        }
        self.0.invalidate(Some(&ids));
    }

    /// The client's counters since it was created.
    #[must_use]
    #[wasm_bindgen(unchecked_return_type = "Stats")]
    pub fn stats(&self) -> JsValue {
        to_js_value(&self.0.stats())
    }
}
