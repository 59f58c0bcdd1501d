use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::cancel::promise;
use super::host::JsHost;
use super::reply;
use super::settings::CallOptions;
use crate::client::{Client, UserStream};

/// Users as they arrive, for the hand-written part of the package.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Stream {
    users: Rc<UserStream<JsHost>>,
    client: Rc<Client<JsHost>>,
}

impl Stream {
    pub(super) fn new(users: UserStream<JsHost>, client: Rc<Client<JsHost>>) -> Self {
        Self { users: Rc::new(users), client }
    }
}

#[wasm_bindgen]
impl Stream {
    /// The next part: fulfilled with a `UserPart`, or `null` at the end.
    #[wasm_bindgen(js_name = next)]
    pub fn take_next(&self, options: &CallOptions) -> Promise {
        let (users, client) = (self.users.clone(), self.client.clone());
        promise(options.cancelled(), async move {
            match users.next().await {
                Ok(part) => Ok(reply::part(client.host(), part)),
                Err(failure) => Err(reply::get_users_error(client.host(), failure, &Array::new())),
            }
        })
    }

    /// Ends it, with all that is under way for it.
    pub fn stop(&self) {
        self.users.stop();
    }
}
