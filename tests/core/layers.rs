//! The layers of `src/`: a module uses only modules of the layers below its own.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate, layer by layer, the lowest first. Modules of one layer do not use each
/// other, so that no cycle of modules is possible.
const LAYERS: [&[&str]; 14] = [
    &["text"],
    &["time"],
    &["ids"],
    &["error"],
    &["model"],
    &["rate_limit"],
    &["auth"],
    &["protocol"],
    &["transport"],
    &["host"],
    &["rest"],
    &["loader"],
    &["client"],
    &["bindings"],
];

/// The layer of a module, from 0.
fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// The modules that a source text names in paths from the crate's root.
fn used_modules(source: &str) -> Vec<&str> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let paths = code.flat_map(|line| line.split("crate::").skip(1));
    let names = paths.map(|path| {
        let end = path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
        &path[..end]
    });
    // `crate::Error` and `crate::Result` are exported by the root.
    names.filter(|name| name.starts_with(char::is_lowercase)).collect()
}

/// What a module's source text uses against the order of layers.
fn violations(module: &str, source: &str) -> Vec<String> {
    let own = layer(module);
    let is_allowed = |used: &&str| *used == module || own.is_some() && layer(used) < own;
    let used = used_modules(source).into_iter().filter(|used| !is_allowed(used));
    used.map(|used| format!("{module} uses {used}")).collect()
}

/// The Rust files in and below a folder.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

#[test]
fn modules_use_only_layers_below_their_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for path in rust_files(&root) {
        let relative = path.strip_prefix(&root).unwrap();
        let module = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        assert!(layer(module).is_some(), "{module} has no layer");
        let source = fs::read_to_string(&path).unwrap();
        let file = relative.display();
        found.extend(
            violations(module, &source).into_iter().map(|found| format!("{file}: {found}")),
        );
    }
    assert!(found.is_empty(), "a layer is used from below:\n{}", found.join("\n"));
}

#[test]
fn a_use_of_a_higher_layer_is_found() {
    let planted = "use crate::error::Error;\nuse crate::client::Client;\n// crate::loader\n";
    assert_eq!(violations("rest", planted), ["rest uses client"]);
    assert_eq!(violations("auth", "let wait = crate::rest::backoff();"), ["auth uses rest"]);
    assert_eq!(
        violations("loader", "use crate::loader::Cache;\nuse crate::rest::Metrics;"),
        [""; 0]
    );
    assert_eq!(violations("ids", "use crate::Error;"), [""; 0]);
}
