use futures_util::future::{Either, LocalBoxFuture, select};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::reply;
use crate::error::{Error, ErrorKind, code};

/// The promise of what `work` gives, which is dropped as soon as `cancelled` is fulfilled.
///
/// The futures of all methods come as one type here: each type of its own would weigh as much as the rest of its method.
pub(super) fn promise(
    cancelled: Option<Promise>,
    work: impl Future<Output = Result<JsValue, JsValue>> + 'static,
) -> Promise {
    fn boxed(cancelled: Option<Promise>, work: LocalBoxFuture<'static, Result<JsValue, JsValue>>) -> Promise {
        future_to_promise(async move {
            let Some(cancelled) = cancelled else { return work.await };
            match select(JsFuture::from(cancelled), work).await {
                Either::Left(_) => {
                    let message = "The call was aborted by its signal";
                    Err(reply::plain(&Error::new(ErrorKind::Aborted, code::ABORTED, message)))
                }
                Either::Right((done, _)) => done,
            }
        })
    }
    boxed(cancelled, Box::pin(work))
}
