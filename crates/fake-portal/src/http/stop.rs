//! When the servers should stop.

use std::io;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::oneshot,
};

/// Waits for SIGINT or SIGTERM or, if asked, for the end of standard input.
///
/// # Errors
///
/// If the process cannot listen to signals.
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

/// A thread of its own reads, because the runtime would wait for a blocked read before it lets the process end.
async fn stdin_ended() {
    let (ended, end) = oneshot::channel();
    std::thread::spawn(move || {
        // An unreadable input has ended, too.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = ended.send(());
    });
    let _ = end.await;
}
