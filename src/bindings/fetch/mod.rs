//! The transport: sends requests by `fetch`, and reads their responses.

mod body;
mod request;
mod response;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use self::body::ResponseBody;
pub(super) use self::request::FetchOptions;
use self::response::FetchResponse;
use super::foreign::call_to_promise;
use super::host::JsHost;
use super::host_api::HostApi;
use crate::transport::{HttpRequest, ResponseSink, Transport, TransportError};

/// Cancels a request, through its abort controller, body reader or response, if the guard is
/// dropped without being disarmed. No `Drop` runs after a trap of the WebAssembly instance, so the
/// guard is also registered in JavaScript, which then cancels the request.
struct CancelGuard {
    /// The JavaScript function that ends the registration. Its argument is `is_disarmed`: with
    /// `false`, it also cancels the request.
    finish: Function,
    is_disarmed: bool,
}

impl CancelGuard {
    fn new(api: &HostApi, target: &JsValue, method: &str) -> Self {
        Self { finish: api.register_cancel(target, method), is_disarmed: false }
    }

    /// Drops the guard without cancelling the part of the request.
    fn disarm(mut self) {
        self.is_disarmed = true;
    }
}

impl Drop for CancelGuard {
    fn drop(&mut self) {
        let _ = self.finish.call1(&JsValue::UNDEFINED, &self.is_disarmed.into());
    }
}

impl JsHost {
    /// Sends a form. If JavaScript sent the same form early, before the WebAssembly module was
    /// loaded, takes over that request instead. Returns the abort controller of the request, if it
    /// has one, and the promise of the response.
    fn send_form(&self, url: &str, form: &str) -> (Option<JsValue>, Promise) {
        let early = self.api.take_early_request(url, form);
        if !early.is_undefined() {
            let controller = early.get("controller");
            return (
                controller.is_object().then_some(controller),
                call_to_promise(Ok(early.get("response"))),
            );
        }
        let options = self.fetch_options.get_or_init(FetchOptions::detect);
        let controller = options.abort_controller();
        let returned = options.call_fetch(&self.api.custom_fetch(), url, form, controller.as_ref());
        (controller.map(JsValue::from), call_to_promise(returned))
    }
}

impl Transport for JsHost {
    async fn send(
        &self,
        request: HttpRequest,
        sink: &mut dyn ResponseSink,
    ) -> Result<(), TransportError> {
        let (controller, response) = self.send_form(request.url.expose(), request.form.expose());
        let abort = controller.map(|controller| CancelGuard::new(&self.api, &controller, "abort"));
        // A `fetch` that ignores its signal still resolves to a response after an abort.
        let discard = CancelGuard::new(&self.api, &response, "discard");
        let response = match JsFuture::from(response).await {
            Ok(object) => FetchResponse::from_resolved(object),
            Err(thrown) => FetchResponse::from_response_in_thrown(&thrown)?,
        };
        let (status, is_redirected) = response.status_and_redirected()?;
        // Browsers report status 0 for a redirect that is not followed.
        if matches!(status, 0 | 301..=303 | 307 | 308) {
            return Err(TransportError::Redirected);
        }
        if is_redirected {
            return Err(TransportError::RedirectFollowed(status));
        }
        let mut body = ResponseBody::open(&response, &self.api).await?;
        discard.disarm();
        sink.on_status(status);
        while let Some(chunk) = body.next_chunk().await? {
            sink.on_chunk(chunk);
            if sink.is_done() {
                return Ok(());
            }
        }
        if let Some(abort) = abort {
            abort.disarm();
        }
        Ok(())
    }
}
