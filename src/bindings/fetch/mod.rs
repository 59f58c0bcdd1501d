//! The transport: requests by `fetch`, and their responses.
//!
//! Not here: retries, limits and the parsing of responses (`rest`).

mod body;
mod request;
mod response;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use self::body::ResponseBody;
pub(super) use self::request::FetchOptions;
use self::response::FetchResponse;
use super::foreign::promise_of;
use super::host::JsHost;
use super::host_api::HostApi;
use crate::transport::{HttpRequest, ResponseSink, Transport, TransportError};

/// `CancelGuard { finish }`, `method`, `disarm()` (scopeguard, reqwest `AbortGuard`): "Cancels a
/// part of a request when dropped, unless disarmed, and when the instance traps, after which no
/// `Drop` runs.
struct EndOnDrop {
    end: Function,
    is_done: bool,
}

impl EndOnDrop {
    fn new(api: &HostApi, target: &JsValue, way: &str) -> Self {
        Self { end: api.end_later(target, way), is_done: false }
    }

    /// Drops the guard without cancelling.
    fn done(mut self) {
        self.is_done = true;
    }
}

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        let _ = self.end.call1(&JsValue::UNDEFINED, &self.is_done.into());
    }
}

impl JsHost {
    /// Sends a form, unless JavaScript sent it before the module was loaded. Returns the controller
    /// that aborts the request, if there is one, and the response of `fetch`.
    fn fetch(&self, url: &str, form: &str) -> (Option<JsValue>, Promise) {
        let early = self.api.take_early_request(url, form);
        if !early.is_undefined() {
            let controller = early.get("controller");
            return (
                controller.is_object().then_some(controller),
                promise_of(Ok(early.get("response"))),
            );
        }
        let options = self.fetch_options.get_or_init(FetchOptions::detect);
        let controller = options.abort_controller();
        let returned = options.call_fetch(&self.api.own_fetch(), url, form, controller.as_ref());
        (controller.map(JsValue::from), promise_of(returned))
    }
}

impl Transport for JsHost {
    async fn send(
        &self,
        request: HttpRequest,
        sink: &mut dyn ResponseSink,
    ) -> Result<(), TransportError> {
        let (controller, response) = self.fetch(request.url.expose(), request.form.expose());
        let abort = controller.map(|it| EndOnDrop::new(&self.api, &it, "abort"));
        // A `fetch` that ignores its signal responds even after an abort.
        let discard = EndOnDrop::new(&self.api, &response, "discard");
        let response = match JsFuture::from(response).await {
            Ok(object) => FetchResponse::resolved(object),
            Err(thrown) => FetchResponse::thrown(&thrown)?,
        };
        let (status, is_redirected) = response.head()?;
        // Browsers report a redirect that is not followed as status 0.
        if matches!(status, 0 | 301..=303 | 307 | 308) {
            return Err(TransportError::Redirected);
        }
        if is_redirected {
            return Err(TransportError::RedirectFollowed(status));
        }
        let mut body = ResponseBody::open(&response, &self.api).await?;
        discard.done();
        sink.on_status(status);
        while let Some(chunk) = body.next_chunk().await? {
            sink.on_chunk(chunk);
            if sink.is_done() {
                return Ok(());
            }
        }
        if let Some(abort) = abort {
            abort.done();
        }
        Ok(())
    }
}
