//! The fake portal in JavaScript: one function in, one outcome out. Orders go the same way as calls, below `/__portal/`;
//! what the outcomes mean on the line is acted out by the package's `dist/testing/line.js`.

mod outcome;
mod settings;

use std::cell::RefCell;

use b24_fake_portal::{Description, Millis, Portal, Request, handle, message::Headers};
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// A portal, for the hand-written part of the package.
#[wasm_bindgen]
#[derive(Debug)]
pub struct FakePortal(RefCell<Portal>);

#[wasm_bindgen]
impl FakePortal {
    /// A portal with these settings, a JSON text.
    ///
    /// # Errors
    /// A sentence that says which of them cannot be.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str) -> Result<Self, String> {
        Ok(Self(RefCell::new(Portal::new(settings::read(settings)?))))
    }

    /// Where it is and how to get in.
    #[must_use]
    pub fn description(&self) -> JsValue {
        outcome::plain(&Description::of(&self.0.borrow()))
    }

    /// What becomes of a request that reaches it at this moment: what happens, and the body that comes with it.
    ///
    /// # Errors
    /// If the headers are not a JSON text of pairs.
    pub fn handle(
        &self,
        now: f64,
        method: String,
        path: String,
        headers: &str,
        body: Vec<u8>,
    ) -> Result<Array, String> {
        let headers: Headers = serde_json::from_str(headers).map_err(|error| error.to_string())?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a moment of JavaScript")]
        let now = now as Millis;
        let request = Request { method, path, headers, body };
        Ok(outcome::of(handle(&mut self.0.borrow_mut(), now, &request)))
    }
}
