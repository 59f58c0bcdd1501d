use std::pin::pin;

use futures_channel::oneshot;
use futures_util::future::{Either, pending, select};
use gloo_events::EventListener;
use web_sys::AbortSignal;

use crate::error::{Error, ErrorKind, code};

/// `work`, dropped as soon as `signal` is aborted.
pub(super) async fn unless_aborted<T, E: From<Error>>(
    signal: Option<AbortSignal>,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    // The signal comes first: if it is aborted already, the work does not even begin.
    match select(pin!(aborted(signal)), pin!(work)).await {
        Either::Left(((), _)) => {
            Err(Error::new(ErrorKind::Aborted, code::ABORTED, "The call was aborted by its signal").into())
        }
        Either::Right((done, _)) => done,
    }
}

/// Resolves when `signal` is aborted. The listener goes with the future.
async fn aborted(signal: Option<AbortSignal>) {
    let Some(signal) = signal else { return pending().await };
    if signal.aborted() {
        return;
    }
    let (tell, told) = oneshot::channel();
    let _listener = EventListener::once(&signal, "abort", move |_| {
        // The receiver is gone if the work was done in the meantime.
        let _ = tell.send(());
    });
    if told.await.is_err() {
        pending::<()>().await;
    }
}
