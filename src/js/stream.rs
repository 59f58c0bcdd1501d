use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::cancel::promise;
use super::reply;
use super::settings::CallOptions;
use crate::client::UserStream;

/// Users as they arrive, for the hand-written part of the package.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Stream(Rc<UserStream>);

impl Stream {
    pub(super) fn new(users: UserStream) -> Self {
        Self(Rc::new(users))
    }
}

#[wasm_bindgen]
impl Stream {
    /// The next part: fulfilled with a `UserPart`, or `null` at the end.
    #[wasm_bindgen(js_name = next)]
    pub fn take_next(&self, options: &CallOptions) -> Promise {
        let users = self.0.clone();
        promise(options.cancelled(), async move {
            match users.next().await {
                Ok(part) => Ok(reply::plain(&part)),
                Err(failure) => Err(reply::get_users_error(&failure, &Array::new())),
            }
        })
    }

    /// Ends it, with all that is under way for it.
    pub fn stop(&self) {
        self.0.stop();
    }
}
