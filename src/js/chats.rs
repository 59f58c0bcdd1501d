use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::cancel::promise;
use super::client::Client;
use super::ids::read_id;
use super::reply::{self, settled};
use super::settings::CallOptions;

#[wasm_bindgen]
impl Client {
    /// The ids of a chat's people: fulfilled with an array of numbers.
    #[wasm_bindgen(js_name = getChatUserIds)]
    pub fn get_chat_user_ids(&self, chat: &JsValue, options: &CallOptions) -> Promise {
        let (client, chat, deadline_ms) = (self.0.clone(), read_id(chat), options.deadline_ms());
        promise(
            options.cancelled(),
            async move { settled(client.get_chat_user_ids(&chat, deadline_ms).await) },
        )
    }

    /// A chat's people: fulfilled with a `UserList`.
    #[wasm_bindgen(js_name = getChatUsers)]
    pub fn get_chat_users(&self, chat: &JsValue, options: CallOptions) -> Promise {
        let (client, chat) = (self.0.clone(), read_id(chat));
        promise(options.cancelled(), async move {
            let list = client.get_chat_users(&chat, options.read(), |progress| options.tell(progress)).await;
            reply::outcome_of_users(client.host(), list, &Array::new())
        })
    }
}
