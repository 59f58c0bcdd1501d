use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::host::JsHost;
use super::ids::read_id;
use super::options::Settings;
use super::page::Page;
use crate::bindings::to_js;
use crate::client;

/// A client, for the hand-written part of the package. What its promises are rejected with is the data of an error. Its methods
/// are in the modules beside this one, by subject.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Client(pub(super) Rc<client::Client<JsHost>>);

#[wasm_bindgen]
impl Client {
    /// A client with these settings, in this page.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: &Settings, page: Page) -> Self {
        Self(Rc::new(client::Client::new(JsHost(page), settings.auth(), settings.options())))
    }

    /// Forgets these users, or all; ids that are none are nobody's.
    pub fn invalidate(&self, entries: Option<Array>) {
        let Some(entries) = entries else { return self.0.invalidate(None) };
        let mut ids = Vec::new();
        for entry in entries.iter() {
            ids.extend(read_id(&entry).id());
        }
        self.0.invalidate(Some(&ids));
    }

    /// What the client has done so far: a `Stats`.
    #[must_use]
    pub fn stats(&self) -> JsValue {
        to_js::plain(&self.0.stats())
    }
}
