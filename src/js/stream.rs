use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::cancel::unless_cancelled;
use super::reply;
use crate::client::UserStream;

/// Users as they arrive, for the hand-written part of the package.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Stream {
    users: Rc<RefCell<Option<Rc<UserStream>>>>,
    cancelled: Option<Promise>,
}

impl Stream {
    pub(super) fn new(users: UserStream, cancelled: Option<Promise>) -> Self {
        Self { users: Rc::new(RefCell::new(Some(Rc::new(users)))), cancelled }
    }
}

#[wasm_bindgen]
impl Stream {
    /// The next part: fulfilled with a `UserPart`, or `null` at the end.
    #[wasm_bindgen(js_name = next)]
    pub fn take_next(&self) -> Promise {
        let (users, cancelled) = (self.users.borrow().clone(), self.cancelled.clone());
        future_to_promise(async move {
            let Some(users) = users else { return Ok(JsValue::NULL) };
            match unless_cancelled(cancelled, users.next()).await {
                Ok(part) => Ok(reply::plain(&part)),
                Err(failure) => Err(reply::get_users_error(&failure, &Array::new())),
            }
        })
    }

    /// Ends it, with all that is under way for it.
    pub fn stop(&self) {
        self.users.take();
    }
}
