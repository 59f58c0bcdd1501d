//! The connection data of a running server.

use super::app_frame;
use crate::{ConnectionInfo, Portal};
use serde::Serialize;

/// The portal's connection data, and the pages around it.
#[derive(Debug, Clone, Serialize)]
pub struct ServerInfo {
    /// The portal's addresses and credentials.
    #[serde(flatten)]
    pub portal: ConnectionInfo,
    /// The address of the pages, if any are served.
    pub pages: Option<String>,
    /// The portal's page that frames an application: the pages by default, or its parameter `app`.
    pub frame: String,
}

impl ServerInfo {
    pub(super) fn new(portal: &Portal, pages: Option<String>) -> Self {
        let app = pages.as_ref().map(|pages| format!("?app={pages}/")).unwrap_or_default();
        let frame = format!("{}{}{app}", portal.origin(), app_frame::PATH);
        Self { portal: ConnectionInfo::new(portal), pages, frame }
    }
}
