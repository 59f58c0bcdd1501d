//! The exported methods that return a stream of chunks.

use std::fmt;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::abort::abortable_promise;
use super::client::Client;
use super::form_fields::read_alternating_fields;
use super::host::JsHost;
use super::id_entry::read_id_entry;
use super::options::CallOptionsData;
use super::to_js::{self, into_js_result, to_js_value};
use crate::client::{self, IdPages, UserStream};
use crate::error::{Error, Result};

/// A stream of chunks of users or ids, called `ChunkStream` in TypeScript. `free()` cancels the
/// requests in flight of the stream.
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

/// Where a stream gets its chunks.
enum Source {
    Users(UserStream<JsHost>),
    Ids(IdPages<JsHost>),
    /// The arguments were invalid, so each `next` fails with this error.
    Invalid(Error),
}

/// The streaming methods. If an argument is invalid, the first `next` of the stream rejects.
#[wasm_bindgen]
impl Client {
    /// Streams the users with these ids as they arrive.
    #[must_use]
    #[wasm_bindgen(js_name = streamUsers, unchecked_return_type = "ChunkStream<UserChunk>")]
    pub fn stream_users(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly unknown[]")] entries: &Array,
        options: CallOptionsData,
    ) -> Stream {
        let ids = entries.iter().map(|entry| read_id_entry(&entry));
        let get_users_options = options.get_users_options();
        let users = self.0.stream_users(ids, get_users_options, move |progress| {
            options.report_progress(progress);
        });
        self.new_stream(users.map(Source::Users))
    }

    /// Lists the ids of the users that match a filter, page by page. `fields` are the filter's
    /// conditions, as alternating names and values.
    #[must_use]
    #[wasm_bindgen(js_name = listUserIds, unchecked_return_type = "ChunkStream<number[]>")]
    pub fn list_user_ids(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly string[]")] fields: &Array,
        options: &CallOptionsData,
    ) -> Stream {
        let ids = self.0.list_user_ids(&read_alternating_fields(fields), options.call_options());
        self.new_stream(ids.map(Source::Ids))
    }

    /// Lists the ids of the users that match a search query, page by page.
    #[must_use]
    #[wasm_bindgen(js_name = searchUserIds, unchecked_return_type = "ChunkStream<number[]>")]
    pub fn search_user_ids(&self, query: &str, options: &CallOptionsData) -> Stream {
        self.new_stream(self.0.search_user_ids(query, options.call_options()).map(Source::Ids))
    }
}

impl Client {
    fn new_stream(&self, source: Result<Source>) -> Stream {
        let source = Rc::new(source.unwrap_or_else(Source::Invalid));
        Stream { source, client: self.0.clone() }
    }
}

#[wasm_bindgen]
impl Stream {
    /// The next chunk; `null` at the end.
    #[wasm_bindgen(js_name = next, skip_typescript)]
    pub fn next_chunk(&self, options: &CallOptionsData) -> Promise {
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
        abortable_promise(options.aborted(), Box::pin(work))
    }
}
