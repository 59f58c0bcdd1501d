//! Where requests go: portal addresses are parsed and judged, never pasted.

mod address;
mod endpoint;
mod url;
mod webhook;

pub use address::PortalAddress;
pub use endpoint::Endpoint;
pub use url::{UrlParser, UrlParts};
