use std::rc::Rc;

use js_sys::{Array, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::cancel::unless_cancelled;
use super::host::JsHost;
use super::ids::read_id;
use super::page::Page;
use super::reply;
use super::settings::{CallOptions, Settings};
use super::stream::Stream;
use crate::client;
use crate::error::Result;
use crate::ids::UserId;

/// A client, for the hand-written part of the package. What its promises are rejected with is the data of an error.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Client(Rc<client::Client<JsHost>>);

#[wasm_bindgen]
impl Client {
    /// A client with these settings, in this page.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: &Settings, page: Page) -> Self {
        Self(Rc::new(client::Client::new(JsHost(page), settings.auth(), settings.options())))
    }

    /// Users by their ids: fulfilled with a `UserList`.
    #[wasm_bindgen(js_name = getUsers)]
    pub fn get_users(&self, entries: Array, options: CallOptions) -> Promise {
        let client = self.0.clone();
        future_to_promise(async move {
            let ids = entries.iter().map(|entry| read_id(&entry));
            let work = client.get_users(ids, options.read(), |progress| options.tell(progress));
            match unless_cancelled(options.cancelled(), work).await {
                Ok(list) => Ok(reply::list(&list, &entries)),
                Err(failure) => Err(reply::get_users_error(&failure, &entries)),
            }
        })
    }

    /// Users by their ids, as they arrive.
    ///
    /// # Errors
    /// The data of `INVALID_ID` if entries are not user ids.
    #[wasm_bindgen(js_name = streamUsers)]
    pub fn stream_users(&self, entries: &Array, options: CallOptions) -> Result<Stream, JsValue> {
        let ids: Vec<_> = entries.iter().map(|entry| read_id(&entry)).collect();
        let stream = self.0.stream_users(ids, options.read(), move |progress| options.tell(progress));
        stream.map(Stream::new).map_err(|error| reply::plain(&error))
    }

    /// One user, together with others: fulfilled with a `User` or `null`.
    #[wasm_bindgen(js_name = loadUser)]
    pub fn load_user(&self, entry: &JsValue, options: CallOptions) -> Promise {
        let (client, id) = (self.0.clone(), read_id(entry));
        settle(options.cancelled(), async move { client.load_user(id, options.read()).await })
    }

    /// One user from `im.user.get`; the caller without an id: fulfilled with a `User`.
    #[wasm_bindgen(js_name = getUser)]
    pub fn get_user(&self, entry: Option<Array>, options: CallOptions) -> Promise {
        let (client, id) = (self.0.clone(), entry.map(|entry| read_id(&entry.get(0))));
        settle(options.cancelled(), async move {
            match id {
                Some(id) => client.get_user(id, options.read()).await,
                None => client.get_current_user(options.read()).await,
            }
        })
    }

    /// The caller's status: fulfilled with a text or `null`.
    #[wasm_bindgen(js_name = getStatus)]
    pub fn get_status(&self, options: CallOptions) -> Promise {
        let client = self.0.clone();
        settle(options.cancelled(), async move { client.get_status(options.read().deadline_ms).await })
    }

    /// Sets the caller's status.
    #[wasm_bindgen(js_name = setStatus)]
    pub fn set_status(&self, status: String, options: CallOptions) -> Promise {
        let client = self.0.clone();
        settle(
            options.cancelled(),
            async move { client.set_status(&status, options.read().deadline_ms).await },
        )
    }

    /// Tells that the caller has been idle for so many minutes.
    #[wasm_bindgen(js_name = startIdle)]
    pub fn start_idle(&self, minutes_ago: Option<u32>, options: CallOptions) -> Promise {
        let client = self.0.clone();
        settle(options.cancelled(), async move {
            client.start_idle(minutes_ago, options.read().deadline_ms).await
        })
    }

    /// Tells that the caller is back.
    #[wasm_bindgen(js_name = endIdle)]
    pub fn end_idle(&self, options: CallOptions) -> Promise {
        let client = self.0.clone();
        settle(options.cancelled(), async move { client.end_idle(options.read().deadline_ms).await })
    }

    /// Forgets these users, or all; ids that are none are nobody's.
    pub fn invalidate(&self, entries: Option<Array>) {
        let ids = entries
            .map(|entries| entries.iter().filter_map(|entry| read_id(&entry).id()).collect::<Vec<UserId>>());
        self.0.invalidate(ids.as_deref());
    }

    /// What the client has done so far: a `Stats`.
    #[must_use]
    pub fn stats(&self) -> JsValue {
        reply::plain(&self.0.stats())
    }
}

/// The promise of what `work` gives, as plain data.
fn settle<T: Serialize>(
    cancelled: Option<Promise>,
    work: impl Future<Output = Result<T>> + 'static,
) -> Promise {
    future_to_promise(async move {
        let outcome = unless_cancelled(cancelled, work).await;
        outcome.map(|value| reply::plain(&value)).map_err(|error| reply::plain(&error))
    })
}
