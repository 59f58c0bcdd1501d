//! The connection data of the running servers.

use super::app_frame;
use crate::{ConnectionInfo, Portal};
use serde::Serialize;

/// The portal's connection data, and the addresses of its pages.
#[derive(Debug, Clone, Serialize)]
pub struct ServerInfo {
    /// The portal's addresses and credentials.
    #[serde(flatten)]
    pub portal: ConnectionInfo,
    /// The address of the page server, if it runs.
    pub pages: Option<String>,
    /// The address of the portal's page that shows an application in an iframe. If the page server
    /// runs, the address already has its application in the parameter `app`.
    pub frame: String,
}

impl ServerInfo {
    pub(super) fn new(portal: &Portal, pages: Option<String>) -> Self {
        let app = pages.as_ref().map(|pages| format!("?app={pages}/")).unwrap_or_default();
        let frame = format!("{}{}{app}", portal.origin(), app_frame::FRAME_PATH);
        Self { portal: ConnectionInfo::new(portal), pages, frame }
    }
}
