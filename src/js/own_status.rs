use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::cancel::promise;
use super::client::Client;
use super::reply::settled;
use super::settings::CallOptions;

#[wasm_bindgen]
impl Client {
    /// The caller's status: fulfilled with a text or `null`.
    #[wasm_bindgen(js_name = getStatus)]
    pub fn get_status(&self, options: &CallOptions) -> Promise {
        let (client, deadline_ms) = (self.0.clone(), options.deadline_ms());
        promise(options.cancelled(), async move { settled(client.get_status(deadline_ms).await) })
    }

    /// Sets the caller's status.
    #[wasm_bindgen(js_name = setStatus)]
    pub fn set_status(&self, status: String, options: &CallOptions) -> Promise {
        let (client, deadline_ms) = (self.0.clone(), options.deadline_ms());
        promise(options.cancelled(), async move { settled(client.set_status(&status, deadline_ms).await) })
    }

    /// Tells that the caller has been idle for so many minutes.
    #[wasm_bindgen(js_name = startIdle)]
    pub fn start_idle(&self, minutes_ago: Option<u32>, options: &CallOptions) -> Promise {
        let (client, deadline_ms) = (self.0.clone(), options.deadline_ms());
        promise(
            options.cancelled(),
            async move { settled(client.start_idle(minutes_ago, deadline_ms).await) },
        )
    }

    /// Tells that the caller is back.
    #[wasm_bindgen(js_name = endIdle)]
    pub fn end_idle(&self, options: &CallOptions) -> Promise {
        let (client, deadline_ms) = (self.0.clone(), options.deadline_ms());
        promise(options.cancelled(), async move { settled(client.end_idle(deadline_ms).await) })
    }
}
