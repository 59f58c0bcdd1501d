use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use futures_util::future::LocalBoxFuture;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::bindings::to_js;
use crate::error::{Error, ErrorKind, code};

/// The promise of what `work` gives, which is dropped as soon as `cancelled` is fulfilled.
///
/// The futures of all methods come as one type here: each type of its own would weigh as much as the rest of its method.
pub(super) fn promise(
    cancelled: Option<Promise>,
    work: impl Future<Output = Result<JsValue, JsValue>> + 'static,
) -> Promise {
    fn boxed(
        cancelled: Option<Promise>,
        mut work: LocalBoxFuture<'static, Result<JsValue, JsValue>>,
    ) -> Promise {
        let mut cancelled = cancelled.map(JsFuture::from);
        future_to_promise(poll_fn(move |context| {
            if let Some(cancelled) = &mut cancelled
                && Pin::new(cancelled).poll(context).is_ready()
            {
                let message = "The call was aborted by its signal";
                let error = Error::new(ErrorKind::Aborted, code::ABORTED, message);
                return Poll::Ready(Err(to_js::plain(&error)));
            }
            work.as_mut().poll(context)
        }))
    }
    boxed(cancelled, Box::pin(work))
}
