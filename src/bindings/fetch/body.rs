//! Reads the body of a response in chunks, while later chunks are still arriving.

use js_sys::{ArrayBuffer, Function, Uint8Array};
use wasm_bindgen::prelude::*;

use super::super::foreign::{
    call_method, call_to_future, get_property, has_method, to_cause, to_string_tag,
};
use super::super::host_api::HostApi;
use super::CancelGuard;
use super::response::{FetchResponse, invalid_error, unreadable_error};
use crate::transport::TransportError;

/// Maximum length of a chunk of a body that is passed to the parser, in bytes, or in UTF-16 code
/// units for a string. Longer chunks are split, so that parsing does not block the page.
const MAX_CHUNK_LEN: f64 = 128.0 * 1024.0;

#[wasm_bindgen]
extern "C" {
    // The constructor in js-sys does not catch exceptions.
    #[wasm_bindgen(extends = Uint8Array, js_name = Uint8Array)]
    type Bytes;
    #[wasm_bindgen(constructor, catch, js_class = Uint8Array)]
    fn new(buffer: &JsValue, offset: f64, length: f64) -> Result<Bytes, JsValue>;

    // A JavaScript string.
    type Utf16String;
    #[wasm_bindgen(method, getter)]
    fn length(this: &Utf16String) -> f64;
    #[wasm_bindgen(method, catch)]
    fn slice(this: &Utf16String, start: f64, end: f64) -> Result<JsValue, JsValue>;
}

/// Reads the body of a response in chunks. A response of an application's own `fetch` may have no
/// stream, only `arrayBuffer()` or `text()`.
pub(super) struct ResponseBody {
    /// `None` if the body did not arrive as a stream.
    reader: Option<StreamReader>,
    unread: Option<UnreadPart>,
    yield_to_main: Function,
}

impl ResponseBody {
    pub(super) async fn open(
        response: &FetchResponse,
        api: &HostApi,
    ) -> Result<Self, TransportError> {
        let mut body =
            Self { reader: None, unread: None, yield_to_main: api.create_yield_to_main() };
        if let Some(text) = &response.text {
            body.unread = Some(UnreadPart::from_string(text.clone()));
            return Ok(body);
        }
        body.reader = StreamReader::open(&response.object, api).map_err(unreadable_error)?;
        if body.reader.is_some() {
            return Ok(body);
        }
        for name in ["arrayBuffer", "text"] {
            let whole = call_and_await(&response.object, name).await?;
            // An automatic mock, as of a test framework, returns `undefined`.
            if whole.is_undefined() {
                continue;
            }
            body.unread = Some(if name == "arrayBuffer" {
                UnreadPart::from_bytes(whole).map_err(unreadable_error)?
            } else if whole.is_string() {
                UnreadPart::from_string(whole)
            } else {
                return Err(invalid_error("whose text() is not a string"));
            });
            return Ok(body);
        }
        Err(invalid_error("without text()"))
    }

    /// The next chunk; `None` at the end.
    pub(super) async fn next_chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        if self.unread.is_none() {
            let Some(reader) = &mut self.reader else { return Ok(None) };
            let chunk = reader
                .read_value()
                .await
                .map_err(|thrown| TransportError::Truncated(to_cause(&thrown)))?;
            let Some(chunk) = chunk else { return Ok(None) };
            self.unread = Some(UnreadPart::from_bytes(chunk).map_err(unreadable_error)?);
        }
        // First runs the callers that the last chunk completed. Otherwise, a stream would deliver a
        // whole body in one task.
        let _ = call_to_future(self.yield_to_main.call0(&JsValue::UNDEFINED)).await;
        let chunk = self
            .unread
            .as_mut()
            .map(UnreadPart::next_chunk)
            .transpose()
            .map_err(unreadable_error)?;
        self.unread = self.unread.take().filter(|unread| unread.offset < unread.end);
        Ok(chunk)
    }
}

/// The part of a JavaScript buffer or string that has not been read. Only the parts that are read
/// are copied to WebAssembly memory, so a body beyond the size limit is never copied as a whole.
struct UnreadPart {
    source: JsValue,
    offset: f64,
    end: f64,
}

impl UnreadPart {
    fn from_string(source: JsValue) -> Self {
        let end = source.unchecked_ref::<Utf16String>().length();
        Self { source, offset: 0.0, end }
    }

    /// All bytes of an `ArrayBuffer`, or of a view such as a `Uint8Array`. The value may come from
    /// another realm, such as an iframe.
    ///
    /// # Errors
    /// If the value has no bytes, or if one of its properties cannot be read.
    fn from_bytes(value: JsValue) -> Result<Self, JsValue> {
        let is_view = ArrayBuffer::is_view(&value);
        if !is_view && to_string_tag(&value) != "[object ArrayBuffer]" {
            return Err("its body gave no bytes".into());
        }
        let number =
            |name| Ok::<_, JsValue>(get_property(&value, name)?.as_f64().unwrap_or_default());
        let offset = if is_view { number("byteOffset")? } else { 0.0 };
        let end = offset + number("byteLength")?;
        Ok(Self {
            source: if is_view { get_property(&value, "buffer")? } else { value },
            offset,
            end,
        })
    }

    /// Reads the next chunk of the unread part.
    ///
    /// # Errors
    /// If the buffer was detached after its length was read.
    fn next_chunk(&mut self) -> Result<Vec<u8>, JsValue> {
        let mut end = self.end.min(self.offset + MAX_CHUNK_LEN);
        let chunk = if self.source.is_string() {
            let slice = self.source.unchecked_ref::<Utf16String>().slice(self.offset, end)?;
            let mut text = slice.as_string().unwrap_or_default();
            // The slice ends with half of a surrogate pair, or with a real U+FFFD. In both cases,
            // this code unit is read with the next chunk.
            if end < self.end && text.ends_with(char::REPLACEMENT_CHARACTER) {
                text.pop();
                end -= 1.0;
            }
            text.into_bytes()
        } else {
            // A new array, because the application may have replaced the methods of the given one.
            Bytes::new(&self.source, self.offset, end - self.offset)?.to_vec()
        };
        self.offset = end;
        Ok(chunk)
    }
}

/// Reads a stream. Dropping the reader before the end of the stream cancels the stream.
struct StreamReader {
    object: JsValue,
    cancel: CancelGuard,
}

impl StreamReader {
    /// Opens the body of a response as a stream; `None` if the body is not a stream.
    fn open(response: &JsValue, api: &HostApi) -> Result<Option<Self>, JsValue> {
        let stream = get_property(response, "body")?;
        if !has_method(&stream, "getReader")? {
            return Ok(None);
        }
        let object = call_method(&stream, "getReader")?;
        if !object.is_object() {
            return Ok(None);
        }
        let cancel = CancelGuard::new(api, &object, "cancel");
        Ok(Some(Self { object, cancel }))
    }

    /// The next value of the stream; `None` at the end.
    async fn read_value(&mut self) -> Result<Option<JsValue>, JsValue> {
        let result = call_to_future(call_method(&self.object, "read")).await?;
        self.cancel.is_disarmed = get_property(&result, "done")?.as_bool() == Some(true);
        let value = get_property(&result, "value")?;
        Ok((!self.cancel.is_disarmed).then_some(value))
    }
}

/// Calls a method of a response, and awaits its result; `undefined` if there is no such method.
async fn call_and_await(response: &JsValue, name: &str) -> Result<JsValue, TransportError> {
    if !has_method(response, name).map_err(unreadable_error)? {
        return Ok(JsValue::UNDEFINED);
    }
    let called = call_to_future(call_method(response, name)).await;
    called.map_err(|thrown| TransportError::Network(to_cause(&thrown)))
}
