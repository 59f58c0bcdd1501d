//! The WebAssembly bindings of the fake portal. One function handles calls and control requests;
//! JavaScript (`simulate-network`) simulates the outcomes.

mod options;
mod outcome;

use std::cell::RefCell;

use b24_fake_portal::{
    ConnectionInfo, Millis, Portal, Request, handle_request, http_message::Headers,
};
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// A fake portal, for `createFakePortal`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct FakePortal(RefCell<Portal>);

#[wasm_bindgen]
impl FakePortal {
    /// Creates a portal from options in JSON.
    ///
    /// # Errors
    ///
    /// A message about the first invalid option.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Self, String> {
        Ok(Self(RefCell::new(Portal::new(options::parse_options(options)?))))
    }

    /// The portal's addresses and credentials.
    #[must_use]
    #[wasm_bindgen(js_name = connectionInfo)]
    pub fn connection_info(&self) -> JsValue {
        outcome::to_js_value(&ConnectionInfo::new(&self.0.borrow()))
    }

    /// Handles a request that arrives at `now`. Returns a pair: the outcome without its body, and
    /// the body of the response.
    ///
    /// # Errors
    ///
    /// If the headers are not a JSON list of pairs.
    pub fn handle(
        &self,
        now: f64,
        verb: String,
        target: String,
        headers: &str,
        body: Vec<u8>,
    ) -> Result<Array, String> {
        let headers: Headers = serde_json::from_str(headers).map_err(|error| error.to_string())?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a timestamp of JavaScript"
        )]
        let now = now as Millis;
        let request = Request { verb, target, headers, body };
        Ok(outcome::outcome_to_js(handle_request(&mut self.0.borrow_mut(), now, &request)))
    }
}
