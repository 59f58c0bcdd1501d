//! The file server for pages. It has an origin of its own, so that they call the portal across origins, as in life.

use super::Served;
use axum::{
    Json, Router,
    http::{HeaderValue, header::CACHE_CONTROL},
    routing::get,
};
use std::{collections::BTreeMap, path::PathBuf};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// Serves each directory under its URL path, and the portal's description at `/portal.json`.
pub(super) fn router(directories: BTreeMap<String, PathBuf>, portal: Served) -> Router {
    let mut router = Router::new().route("/portal.json", get(async || Json(portal)));
    for (path, directory) in directories {
        router = match &*path {
            "" => router.fallback_service(ServeDir::new(directory)),
            path => {
                let path = format!("/{path}");
                router.nest_service(&path, ServeDir::new(directory).redirect_path_prefix(&path))
            }
        };
    }
    // Pages are being worked on; an old one in a cache would only confuse.
    router.layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-store")))
}
