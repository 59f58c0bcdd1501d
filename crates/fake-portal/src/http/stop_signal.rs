//! Waits for the signals that stop the servers.

use std::io;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::oneshot,
};

/// Installs handlers of SIGINT and SIGTERM. Returns a future that completes when either signal
/// arrives or, if `with_stdin` is true, when standard input ends.
///
/// # Errors
///
/// The signal handlers cannot be installed.
pub fn stop_requested(with_stdin: bool) -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            () = wait_for_stdin_end(), if with_stdin => {}
        }
    })
}

/// Waits for the end of standard input. Reads on a separate thread, because a pending read on the
/// runtime would delay the shutdown.
async fn wait_for_stdin_end() {
    let (ended, end) = oneshot::channel();
    std::thread::spawn(move || {
        // A read error counts as the end of input.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = ended.send(());
    });
    let _ = end.await;
}
