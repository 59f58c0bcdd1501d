//! The data to connect to the running servers.

use super::app_frame;
use crate::{ConnectionInfo, Portal};
use serde::Serialize;

/// The data to connect to the portal, and the addresses of the pages.
#[derive(Debug, Clone, Serialize)]
pub struct ServerInfo {
    /// The portal's addresses and credentials.
    #[serde(flatten)]
    pub portal: ConnectionInfo,
    /// The address of the page server; `None` if it does not run.
    pub pages: Option<String>,
    /// The address of the portal's page that shows an application in an iframe. If the page server
    /// runs, the query parameter `app` is set to the root page of that server.
    pub frame: String,
}

impl ServerInfo {
    pub(super) fn new(portal: &Portal, pages: Option<String>) -> Self {
        let app = pages.as_ref().map(|pages| format!("?app={pages}/")).unwrap_or_default();
        let frame = format!("{}{}{app}", portal.origin(), app_frame::FRAME_PATH);
        Self { portal: ConnectionInfo::new(portal), pages, frame }
    }
}
