use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::cancel::promise;
use super::client::Client;
use super::host::JsHost;
use super::params::read_params;
use super::reply::{self, settled};
use super::settings::CallOptions;
use crate::client::UserIds;
use crate::error::Result;

#[wasm_bindgen]
impl Client {
    /// The ids of users by a filter, whose conditions are names and values by turns.
    ///
    /// # Errors
    /// The data of `INVALID_PARAMS` if the portal would ignore one of them.
    #[wasm_bindgen(js_name = listUserIds)]
    pub fn list_user_ids(&self, filter: &Array, options: &CallOptions) -> Result<IdStream, JsValue> {
        IdStream::new(self.0.list_user_ids(&read_params(filter), options.deadline_ms()))
    }

    /// The ids of users by what they are called.
    ///
    /// # Errors
    /// The data of `INVALID_PARAMS` if nothing is looked for.
    #[wasm_bindgen(js_name = searchUserIds)]
    pub fn search_user_ids(&self, wanted: &str, options: &CallOptions) -> Result<IdStream, JsValue> {
        IdStream::new(self.0.search_user_ids(wanted, options.deadline_ms()))
    }
}

/// The ids of users, page by page, for the hand-written part of the package.
#[wasm_bindgen]
#[derive(Debug)]
pub struct IdStream(RefCell<Option<Rc<UserIds<JsHost>>>>);

impl IdStream {
    fn new(ids: Result<UserIds<JsHost>>) -> Result<Self, JsValue> {
        ids.map(|ids| Self(RefCell::new(Some(Rc::new(ids))))).map_err(|error| reply::plain(&error))
    }
}

#[wasm_bindgen]
impl IdStream {
    /// The next page: fulfilled with an array of numbers, or `null` at the end.
    #[wasm_bindgen(js_name = next)]
    pub fn take_next(&self, options: &CallOptions) -> Promise {
        let ids = self.0.borrow().clone();
        promise(options.cancelled(), async move {
            match ids {
                Some(ids) => settled(ids.next().await),
                None => Ok(JsValue::NULL),
            }
        })
    }

    /// Ends it, with all that is under way for it.
    pub fn stop(&self) {
        self.0.take();
    }
}
