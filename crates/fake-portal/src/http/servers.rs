//! Starts and stops the portal's server and the page server.

use super::{page_server, portal_server, server_info::ServerInfo};
use crate::{Portal, PortalOptions};
use axum::Router;
use std::{collections::BTreeMap, io, net::Ipv4Addr, path::PathBuf};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

/// The options of both servers. Port 0 means any free port.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    /// The portal's port.
    pub port: u16,
    /// The port of the page server.
    pub pages_port: u16,
    /// The directories that the page server serves, by URL path without leading and trailing
    /// slashes. If empty, no page server is started.
    pub pages: BTreeMap<String, PathBuf>,
    /// The options of the portal. `origin` is ignored, because the server's own address is used.
    pub portal: PortalOptions,
}

/// The running servers.
#[derive(Debug)]
pub struct Servers {
    /// The data to connect to the servers.
    pub info: ServerInfo,
    stop: watch::Sender<bool>,
    tasks: JoinSet<io::Result<()>>,
}

/// Binds the ports, and serves requests in background tasks.
///
/// # Errors
///
/// A port cannot be bound, for example because it is in use.
pub async fn start_servers(options: ServerOptions) -> io::Result<Servers> {
    let (portal_socket, origin) = listen(options.port).await?;
    let pages =
        if options.pages.is_empty() { None } else { Some(listen(options.pages_port).await?) };

    let portal = Portal::new(PortalOptions { origin, ..options.portal });
    let info = ServerInfo::new(&portal, pages.as_ref().map(|(_, origin)| origin.clone()));

    let (stop, _) = watch::channel(false);
    let mut tasks = JoinSet::new();
    tasks.spawn(serve(
        portal_socket,
        portal_server::router(portal, stop.subscribe()),
        stop.subscribe(),
    ));
    if let Some((socket, _)) = pages {
        tasks.spawn(serve(
            socket,
            page_server::router(options.pages, info.clone()),
            stop.subscribe(),
        ));
    }
    Ok(Servers { info, stop, tasks })
}

impl Servers {
    /// Stops both servers. Waits for requests in progress, but closes connections whose response is
    /// being delayed or withheld.
    ///
    /// # Errors
    ///
    /// A server has failed.
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

async fn serve(
    socket: TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    axum::serve(socket, router)
        .with_graceful_shutdown(async move {
            // If the sender is dropped, the server stops too.
            let _ = stop.wait_for(|stop| *stop).await;
        })
        .await
}
