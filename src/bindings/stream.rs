use std::fmt;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::abort::promise;
use super::client::Client;
use super::host::JsHost;
use super::ids::read_id;
use super::options::CallOptions;
use super::params::read_params;
use super::to_js::settled;
use crate::bindings::to_js;
use crate::client;
use crate::client::{IdPages, UserStream};
use crate::error::{Error, Result};

/// What arrives part by part, for the hand-written part of the package, which ends it by `free()`. What is under way for it ends with it.
#[wasm_bindgen]
pub struct Stream {
    parts: Rc<Parts>,
    client: Rc<client::Client<JsHost>>,
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stream")
    }
}

/// Where the parts come from.
enum Parts {
    Users(UserStream<JsHost>),
    Ids(IdPages<JsHost>),
    /// From nowhere, and why.
    Refused(Error),
}

#[wasm_bindgen]
impl Client {
    /// What the method of that name gives for its argument, part by part. What is wrong with that, the first part tells.
    #[must_use]
    pub fn open(&self, method: &str, given: &JsValue, options: CallOptions) -> Stream {
        let parts = open(&self.0, method, given, options).unwrap_or_else(Parts::Refused);
        Stream { parts: Rc::new(parts), client: self.0.clone() }
    }
}

fn open(
    client: &client::Client<JsHost>,
    method: &str,
    given: &JsValue,
    options: CallOptions,
) -> Result<Parts> {
    let deadline_ms = options.deadline_ms();
    match method {
        // Of an array of ids: each part a `UserChunk`.
        "streamUsers" => {
            let entries: &Array = given.unchecked_ref();
            let ids = entries.iter().map(|entry| read_id(&entry));
            let read = options.read();
            client.stream_users(ids, read, move |progress| options.tell(progress)).map(Parts::Users)
        }
        // Of conditions, as fields: each part an array of numbers, as of the next.
        "listUserIds" => {
            client.list_user_ids(&read_params(given.unchecked_ref()), deadline_ms).map(Parts::Ids)
        }
        // Of a text.
        "searchUserIds" => {
            let wanted = given.as_string().unwrap_or_default();
            client.search_user_ids(&wanted, deadline_ms).map(Parts::Ids)
        }
        _ => unreachable!("the hand-written part of the package asks for nothing else"),
    }
}

#[wasm_bindgen]
impl Stream {
    /// The next part, or `null` at the end.
    #[wasm_bindgen(js_name = next)]
    pub fn take_next(&self, options: &CallOptions) -> Promise {
        let (parts, client) = (self.parts.clone(), self.client.clone());
        promise(options.cancelled(), async move {
            let host = client.host();
            match &*parts {
                Parts::Users(users) => match users.next().await {
                    Ok(part) => Ok(to_js::part(host, part)),
                    Err(failure) => Err(to_js::get_users_error(host, failure, &Array::new())),
                },
                Parts::Ids(ids) => settled(ids.next().await),
                Parts::Refused(error) => Err(to_js::plain(error)),
            }
        })
    }
}
