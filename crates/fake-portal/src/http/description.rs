//! What a client needs to know of a running portal.

use super::frame;
use crate::{Description, Portal};
use serde::Serialize;

/// A portal, and the pages around it.
#[derive(Debug, Clone, Serialize)]
pub struct Served {
    /// Where the portal is and how to get in.
    #[serde(flatten)]
    pub portal: Description,
    /// The address of the pages, if any are served.
    pub pages: Option<String>,
    /// The portal's page that shows an application in a frame: the pages, if any are served, else what its parameter `app` says.
    pub frame: String,
}

impl Served {
    pub(super) fn of(portal: &Portal, pages: Option<String>) -> Self {
        let app = pages.as_ref().map(|pages| format!("?app={pages}/")).unwrap_or_default();
        let frame = format!("{}{}{app}", portal.origin(), frame::PATH);
        Self { portal: Description::of(portal), pages, frame }
    }
}
