use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::cancel::promise;
use super::client::Client;
use super::ids::read_id;
use super::reply;
use super::settings::CallOptions;
use super::stream::Stream;
use crate::error::Result;

#[wasm_bindgen]
impl Client {
    /// Users by their ids: fulfilled with a `UserList`.
    #[wasm_bindgen(js_name = getUsers)]
    pub fn get_users(&self, entries: Array, options: CallOptions) -> Promise {
        let client = self.0.clone();
        promise(options.cancelled(), async move {
            let ids = entries.iter().map(|entry| read_id(&entry));
            let list = client.get_users(ids, options.read(), |progress| options.tell(progress)).await;
            reply::outcome_of_users(client.host(), list, &entries)
        })
    }

    /// Users by their ids, as they arrive.
    ///
    /// # Errors
    /// The data of `INVALID_ID` if entries are not user ids.
    #[wasm_bindgen(js_name = streamUsers)]
    pub fn stream_users(&self, entries: &Array, options: CallOptions) -> Result<Stream, JsValue> {
        let ids = entries.iter().map(|entry| read_id(&entry));
        let stream = self.0.stream_users(ids, options.read(), move |progress| options.tell(progress));
        stream.map(|stream| Stream::new(stream, self.0.clone())).map_err(|error| reply::plain(&error))
    }

    /// One user, together with others: fulfilled with a `User` or `null`.
    #[wasm_bindgen(js_name = loadUser)]
    pub fn load_user(&self, entry: &JsValue, options: CallOptions) -> Promise {
        let (client, id) = (self.0.clone(), read_id(entry));
        promise(options.cancelled(), async move {
            let user = client.load_user(id, options.read()).await;
            reply::outcome_of_user(client.host(), user)
        })
    }

    /// One user from `im.user.get`; the caller without an id: fulfilled with a `User`.
    #[wasm_bindgen(js_name = getUser)]
    pub fn get_user(&self, entry: Option<Array>, options: CallOptions) -> Promise {
        let (client, id) = (self.0.clone(), entry.map(|entry| read_id(&entry.get(0))));
        promise(options.cancelled(), async move {
            let user = match id {
                Some(id) => client.get_user(id, options.read()).await,
                None => client.get_current_user(options.read()).await,
            };
            reply::outcome_of_user(client.host(), user.map(Some))
        })
    }
}
