use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::host::JsHost;
use super::ids::read_id;
use super::reply;
use super::settings::{CallOptions, Settings};
use super::signal::unless_aborted;
use crate::client;

/// A client, for the hand-written part of the package.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Client(Rc<client::Client<JsHost>>);

#[wasm_bindgen]
impl Client {
    /// A client with these settings.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self(Rc::new(client::Client::new(JsHost::new(settings), settings.auth(), settings.options())))
    }

    /// Users by their ids: resolves with a `UserList` or rejects with the data of an error.
    #[wasm_bindgen(js_name = getUsers)]
    pub fn get_users(&self, entries: Array, options: &CallOptions) -> Promise {
        let client = self.0.clone();
        let (options, signal) = (options.get_users(), options.signal());
        future_to_promise(async move {
            let ids = entries.iter().map(|entry| read_id(&entry));
            match unless_aborted(signal, client.get_users(ids, options)).await {
                Ok(list) => Ok(reply::list(&list, &entries)),
                Err(failure) => Err(reply::get_users_error(&failure, &entries)),
            }
        })
    }
}
