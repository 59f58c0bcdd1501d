//! The events that stop the servers.

use std::io;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::oneshot,
};

/// Installs the signal handlers. The future waits for SIGINT, SIGTERM or, optionally, the end of
/// standard input.
///
/// # Errors
///
/// If signal handlers cannot be installed.
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

/// Reads on its own thread: the runtime would wait for a blocked read at shutdown.
async fn wait_for_stdin_end() {
    let (ended, end) = oneshot::channel();
    std::thread::spawn(move || {
        // A read error counts as the end of input.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = ended.send(());
    });
    let _ = end.await;
}
