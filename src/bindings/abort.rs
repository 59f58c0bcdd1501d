//! Promises of calls that the caller can abort.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use futures_util::future::LocalBoxFuture;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::to_js::to_js_value;
use crate::error::{Error, ErrorKind, code};

/// A promise of the result of `work`. If `aborted` settles first, the promise rejects with
/// `ABORTED`, and `work` is dropped.
///
/// `work` is boxed. Otherwise, the code of the promise would be compiled again for each type of
/// future.
pub(super) fn abortable_promise(
    aborted: Option<Promise>,
    mut work: LocalBoxFuture<'static, Result<JsValue, JsValue>>,
) -> Promise {
    let mut aborted = aborted.map(JsFuture::from);
    future_to_promise(poll_fn(move |context| {
        if let Some(aborted) = &mut aborted
            && Pin::new(aborted).poll(context).is_ready()
        {
            let message = "The call was aborted by its signal";
            let error = Error::new(ErrorKind::Aborted, code::ABORTED, message);
            return Poll::Ready(Err(to_js_value(&error)));
        }
        work.as_mut().poll(context)
    }))
}
