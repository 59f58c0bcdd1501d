//! The body of a response, chunk by chunk, while the rest of it arrives.

use js_sys::{ArrayBuffer, Function, Uint8Array};
use wasm_bindgen::prelude::*;

use super::super::foreign::{call_method, cause_of, get, has_method, settle, tag_of};
use super::super::host_api::HostApi;
use super::EndOnDrop;
use super::response::{FetchResponse, invalid, unreadable};
use crate::transport::TransportError;

/// Larger chunks are cut, so that a body which arrives as a whole does not block the page.
const MAX_CHUNK_BYTES: u32 = 128 * 1024;

#[wasm_bindgen]
extern "C" {
    // js-sys's constructor does not catch.
    #[wasm_bindgen(extends = Uint8Array, js_name = Uint8Array)]
    type Bytes;
    #[wasm_bindgen(constructor, catch, js_class = Uint8Array)]
    fn new(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Result<Bytes, JsValue>;
}

/// Reads a body. An application's own `fetch` need only return its text.
pub(super) struct ResponseBody {
    /// `None` if the body has arrived as a whole.
    reader: Option<StreamReader>,
    unread: Option<Uint8Array>,
    yield_to_others: Function,
}

impl ResponseBody {
    pub(super) async fn open(
        response: &FetchResponse,
        api: &HostApi,
    ) -> Result<Self, TransportError> {
        let mut body = Self { reader: None, unread: None, yield_to_others: api.yielding() };
        if let Some(text) = &response.text {
            body.unread = Some(Uint8Array::from(text.as_bytes()));
            return Ok(body);
        }
        body.reader = StreamReader::open(&response.object, api).map_err(unreadable)?;
        if body.reader.is_some() {
            return Ok(body);
        }
        for name in ["arrayBuffer", "text"] {
            let whole = call(&response.object, name).await?;
            // An automatic mock returns `undefined`.
            if whole.is_undefined() {
                continue;
            }
            let bytes = if name == "text" {
                let text = whole.as_string().ok_or_else(|| invalid("whose text() is no text"))?;
                Uint8Array::from(text.as_bytes())
            } else {
                bytes_of(&whole).map_err(unreadable)?
            };
            body.unread = Some(bytes);
            return Ok(body);
        }
        Err(invalid("without text()"))
    }

    /// The next chunk, `None` at the end.
    pub(super) async fn next_chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let bytes = if let Some(unread) = self.unread.take() {
            unread
        } else {
            let Some(reader) = &mut self.reader else { return Ok(None) };
            let chunk = reader
                .read()
                .await
                .map_err(|thrown| TransportError::Truncated(cause_of(&thrown)))?;
            let Some(chunk) = chunk else { return Ok(None) };
            bytes_of(&chunk).map_err(unreadable)?
        };
        // Lets the callers run that the last chunk completed, else a stream would hand over a whole
        // body in one task.
        let _ = settle(self.yield_to_others.call0(&JsValue::UNDEFINED)).await;
        let length = bytes.length();
        if length > MAX_CHUNK_BYTES {
            self.unread = Some(bytes.subarray(MAX_CHUNK_BYTES, length));
        }
        Ok(Some(bytes.subarray(0, MAX_CHUNK_BYTES).to_vec()))
    }
}

/// The reader of a stream, which is cancelled when this is dropped before the stream's end.
struct StreamReader {
    object: JsValue,
    cancel: EndOnDrop,
}

impl StreamReader {
    /// Opens the stream of a response; `None` if it has none.
    fn open(response: &JsValue, api: &HostApi) -> Result<Option<Self>, JsValue> {
        let stream = get(response, "body")?;
        if !has_method(&stream, "getReader")? {
            return Ok(None);
        }
        let object = call_method(&stream, "getReader")?;
        if !object.is_object() {
            return Ok(None);
        }
        let cancel = EndOnDrop::new(api, &object, "cancel");
        Ok(Some(Self { object, cancel }))
    }

    /// The next value, `None` at the end.
    async fn read(&mut self) -> Result<Option<JsValue>, JsValue> {
        let result = settle(call_method(&self.object, "read")).await?;
        self.cancel.is_done = get(&result, "done")?.as_bool() == Some(true);
        let value = get(&result, "value")?;
        Ok((!self.cancel.is_done).then_some(value))
    }
}

/// What a method of a response resolves to; `undefined` if it has no such method.
async fn call(response: &JsValue, name: &str) -> Result<JsValue, TransportError> {
    if !has_method(response, name).map_err(unreadable)? {
        return Ok(JsValue::UNDEFINED);
    }
    let called = settle(call_method(response, name)).await;
    called.map_err(|thrown| TransportError::Network(cause_of(&thrown)))
}

/// Bytes of any realm, as an array of ours, whose methods nobody has replaced.
fn bytes_of(value: &JsValue) -> Result<Uint8Array, JsValue> {
    let property = |name| get(value, name);
    let (buffer, offset, length) = if ArrayBuffer::is_view(value) {
        (property("buffer")?, property("byteOffset")?, property("byteLength")?)
    } else if tag_of(value) == "[object ArrayBuffer]" {
        (value.clone(), JsValue::UNDEFINED, JsValue::UNDEFINED)
    } else {
        return Err("its body gave no bytes".into());
    };
    Ok(Bytes::new(&buffer, &offset, &length)?.into())
}
