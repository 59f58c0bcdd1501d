//! The file server for pages. Its origin differs from the portal's origin, so that calls of the
//! portal are cross-origin, as in production.

use super::ServerInfo;
use axum::{
    Json, Router,
    http::{HeaderValue, header::CACHE_CONTROL},
    routing::get,
};
use std::{collections::BTreeMap, path::PathBuf};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// Serves each directory at its URL path, and the data to connect to the portal at `/portal.json`.
pub(super) fn router(directories: BTreeMap<String, PathBuf>, portal: ServerInfo) -> Router {
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
    // Developers edit these pages, so browsers must not cache them.
    router.layer(SetResponseHeaderLayer::overriding(
        CACHE_CONTROL,
        HeaderValue::from_static("no-store"),
    ))
}
