//! The two servers together.

use super::{description::Served, face, pages};
use crate::{Portal, Settings};
use axum::Router;
use std::{collections::BTreeMap, io, net::Ipv4Addr, path::PathBuf};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

/// What to serve where. Port 0 is any free one.
#[derive(Debug, Clone)]
pub struct Options {
    /// The portal's port.
    pub port: u16,
    /// The pages' port.
    pub pages_port: u16,
    /// URL paths, without slashes at their ends, and the directories under them. Without any there is no server for
    /// pages.
    pub pages: BTreeMap<String, PathBuf>,
    /// What to make the portal from; its origin is replaced by where it listens.
    pub settings: Settings,
}

/// The running servers.
#[derive(Debug)]
pub struct Servers {
    /// Where they are and how to get in.
    pub description: Served,
    stop: watch::Sender<bool>,
    tasks: JoinSet<io::Result<()>>,
}

/// Starts to listen, then to serve in the background.
///
/// # Errors
///
/// If a port is taken.
pub async fn start(options: Options) -> io::Result<Servers> {
    let (portal_socket, origin) = listen(options.port).await?;
    let pages = if options.pages.is_empty() { None } else { Some(listen(options.pages_port).await?) };

    let portal = Portal::new(Settings { origin, ..options.settings });
    let description = Served::of(&portal, pages.as_ref().map(|(_, origin)| origin.clone()));

    let (stop, _) = watch::channel(false);
    let mut tasks = JoinSet::new();
    tasks.spawn(serve(portal_socket, face::router(portal, stop.subscribe()), stop.subscribe()));
    if let Some((socket, _)) = pages {
        tasks.spawn(serve(socket, pages::router(options.pages, description.clone()), stop.subscribe()));
    }
    Ok(Servers { description, stop, tasks })
}

impl Servers {
    /// Answers what has arrived unless it has to wait, takes nothing more, and returns when that is done.
    ///
    /// # Errors
    ///
    /// If a server had failed before.
    pub async fn stop(self) -> io::Result<()> {
        self.stop.send_replace(true);
        self.tasks.join_all().await.into_iter().collect()
    }
}

async fn listen(port: u16) -> io::Result<(TcpListener, String)> {
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let origin = format!("http://{}", socket.local_addr()?);
    Ok((socket, origin))
}

async fn serve(socket: TcpListener, router: Router, mut stop: watch::Receiver<bool>) -> io::Result<()> {
    axum::serve(socket, router)
        .with_graceful_shutdown(async move {
            // A sender that is gone means stop as well.
            let _ = stop.wait_for(|stop| *stop).await;
        })
        .await
}
