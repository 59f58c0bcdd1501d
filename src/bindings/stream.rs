use std::fmt;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::abort::promise;
use super::client::Client;
use super::host::JsHost;
use super::id_input::read_id_input;
use super::options::CallOptions;
use super::params::read_params;
use super::to_js::{self, into_js_result, to_js_value};
use crate::client::{self, IdPages, UserStream};
use crate::error::{Error, Result};

/// A stream of chunks of users or ids: `ChunkStream` in TypeScript. `free()` cancels whatever is in
/// flight for it.
#[wasm_bindgen(skip_typescript)]
pub struct Stream {
    source: Rc<Source>,
    client: Rc<client::Client<JsHost>>,
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stream")
    }
}

/// The source of the chunks.
enum Source {
    Users(UserStream<JsHost>),
    Ids(IdPages<JsHost>),
    /// The arguments were invalid.
    Invalid(Error),
}

/// The streaming methods. The first `next` rejects for invalid arguments.
#[wasm_bindgen]
impl Client {
    /// Streams the users with these ids as they arrive.
    #[must_use]
    #[wasm_bindgen(js_name = streamUsers, unchecked_return_type = "ChunkStream<UserChunk>")]
    pub fn stream_users(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly unknown[]")] entries: &Array,
        options: CallOptions,
    ) -> Stream {
        let ids = entries.iter().map(|entry| read_id_input(&entry));
        let read = options.read();
        let users = self.0.stream_users(ids, read, move |progress| options.report(progress));
        self.stream(users.map(Source::Users))
    }

    /// Lists the ids of the users that match the filter, page by page. `fields` are names and
    /// values by turns.
    #[must_use]
    #[wasm_bindgen(js_name = listUserIds, unchecked_return_type = "ChunkStream<number[]>")]
    pub fn list_user_ids(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly string[]")] fields: &Array,
        options: &CallOptions,
    ) -> Stream {
        let ids = self.0.list_user_ids(&read_params(fields), options.read_call());
        self.stream(ids.map(Source::Ids))
    }

    /// Searches for users by a text and lists their ids, page by page.
    #[must_use]
    #[wasm_bindgen(js_name = searchUserIds, unchecked_return_type = "ChunkStream<number[]>")]
    pub fn search_user_ids(&self, query: &str, options: &CallOptions) -> Stream {
        self.stream(self.0.search_user_ids(query, options.read_call()).map(Source::Ids))
    }
}

impl Client {
    fn stream(&self, source: Result<Source>) -> Stream {
        let source = Rc::new(source.unwrap_or_else(Source::Invalid));
        Stream { source, client: self.0.clone() }
    }
}

#[wasm_bindgen]
impl Stream {
    /// The next chunk; `null` at the end.
    #[wasm_bindgen(js_name = next, skip_typescript)]
    pub fn next_chunk(&self, options: &CallOptions) -> Promise {
        let (source, client) = (self.source.clone(), self.client.clone());
        let work = async move {
            match &*source {
                Source::Users(users) => match users.next().await {
                    Ok(chunk) => Ok(to_js::user_chunk(client.host(), chunk)),
                    Err(error) => Err(to_js::get_users_error(client.host(), error, &Array::new())),
                },
                Source::Ids(ids) => into_js_result(ids.next().await),
                Source::Invalid(error) => Err(to_js_value(error)),
            }
        };
        promise(options.aborted(), Box::pin(work))
    }
}
