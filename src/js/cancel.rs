use std::pin::pin;

use futures_util::future::{Either, select};
use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

use crate::error::{Error, ErrorKind, code};

/// `work`, dropped as soon as `cancelled` is fulfilled.
pub(super) async fn unless_cancelled<T, E: From<Error>>(
    cancelled: Option<Promise>,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let Some(cancelled) = cancelled else { return work.await };
    match select(JsFuture::from(cancelled), pin!(work)).await {
        Either::Left(_) => {
            Err(Error::new(ErrorKind::Aborted, code::ABORTED, "The call was aborted by its signal").into())
        }
        Either::Right((done, _)) => done,
    }
}
