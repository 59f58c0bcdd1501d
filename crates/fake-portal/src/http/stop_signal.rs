//! The events that stop the servers.

use std::io;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::oneshot,
};

/// Waits for SIGINT, SIGTERM or, optionally, the end of standard input.
///
/// # Errors
///
/// If signal handlers cannot be installed.
pub async fn stop_requested(with_stdin: bool) -> io::Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        () = stdin_ended(), if with_stdin => {}
    }
    Ok(())
}

/// Reads on its own thread: the runtime would wait for a blocked read at shutdown.
async fn stdin_ended() {
    let (ended, end) = oneshot::channel();
    std::thread::spawn(move || {
        // A read error counts as the end of input.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = ended.send(());
    });
    let _ = end.await;
}
