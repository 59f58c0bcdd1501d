//! `THIRD-PARTY-LICENSES`: the licences of the crates that are compiled into the package.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::files::entries;
use crate::project::Project;
use crate::run::output;
use crate::toolchain::TARGET;

/// The file in the package.
pub const FILE: &str = "THIRD-PARTY-LICENSES";
/// The crates of this workspace that become WebAssembly modules.
const MODULES: [&str; 2] = ["b24-users", "b24-fake-portal-wasm"];
const HEAD: &str = "The WebAssembly modules of b24-users, and their versions as plain JavaScript, contain \
    code of the crates below.\nWhere a crate offers several licences, the MIT licence is used.\n";

/// The content of the file; an error if a crate has no licence text.
pub fn render(project: &Project) -> Result<String> {
    let mut cargo = project.cargo();
    cargo.args(["metadata", "--locked", "--format-version=1", "--filter-platform", TARGET]);
    let metadata: Value = serde_json::from_str(&output(&mut cargo)?)?;
    let ours = fs::read_to_string(project.path("LICENSE"))?;
    let standard_library = mit(&ours, "The Rust Project Contributors")?;
    let mut crates_by_text = BTreeMap::from([(
        standard_library,
        BTreeSet::from(["the Rust standard library (MIT OR Apache-2.0)".to_owned()]),
    )]);
    for package in compiled(&metadata)? {
        let [name, version, license] =
            ["name", "version", "license"].map(|key| string(package, key));
        let label = format!("{name} {version} ({license})");
        for text in texts(package, &ours).with_context(|| label.clone())? {
            crates_by_text.entry(text).or_default().insert(label.clone());
        }
    }
    let mut sections: Vec<_> = crates_by_text
        .into_iter()
        .map(|(text, crates)| {
            let crates = crates.into_iter().collect::<Vec<_>>().join("\n");
            format!("\n{}\n{crates}\n\n{text}\n", "-".repeat(80))
        })
        .collect();
    sections.sort();
    Ok(HEAD.to_owned() + &sections.concat())
}

/// The crates from registries that the modules contain: normal dependencies, without procedural
/// macros, which run in the compiler.
fn compiled(metadata: &Value) -> Result<Vec<&Value>> {
    let packages = index(&metadata["packages"])?;
    let nodes = index(&metadata["resolve"]["nodes"])?;
    let is_macro = |package: &Value| package["targets"][0]["kind"][0] == "proc-macro";
    let mut pending: Vec<&str> = packages
        .iter()
        .filter(|(_, package)| MODULES.iter().any(|name| package["name"] == *name))
        .map(|(id, _)| *id)
        .collect();
    ensure!(pending.len() == MODULES.len(), "cargo metadata lacks one of {MODULES:?}");
    let mut found = BTreeSet::new();
    while let Some(id) = pending.pop() {
        for dependency in nodes[id]["deps"].as_array().into_iter().flatten() {
            let mut kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
            let is_normal = kinds.any(|kind| kind["kind"].is_null());
            let needed = dependency["pkg"].as_str().context("a dependency has no id")?;
            if is_normal && !is_macro(packages[needed]) && found.insert(needed) {
                pending.push(needed);
            }
        }
    }
    let found = found.into_iter().map(|id| packages[id]);
    Ok(found.filter(|package| !package["source"].is_null()).collect())
}

fn index(list: &Value) -> Result<BTreeMap<&str, &Value>> {
    let list = list.as_array().context("cargo metadata lacks a list")?;
    list.iter().map(|entry| Ok((entry["id"].as_str().context("no id")?, entry))).collect()
}

/// The licence texts in a crate, without those that the MIT licence replaces. Some crates have no
/// file; their licence must be MIT.
fn texts(package: &Value, mit_example: &str) -> Result<Vec<String>> {
    let manifest = string(package, "manifest_path");
    let folder = Path::new(&manifest).parent().context("no folder")?;
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
    let mut files = entries(folder)?;
    files.retain(|path| {
        ["LICEN", "COPYRIGHT", "NOTICE"].iter().any(|start| name(path).starts_with(start))
    });
    if files.iter().any(|path| name(path) == "LICENSE-MIT") {
        files.retain(|path| name(path) != "LICENSE-APACHE");
    }
    if !files.is_empty() {
        let read = |path: &_| Ok(fs::read_to_string(path)?.replace("\r\n", "\n").trim().to_owned());
        return files.iter().map(read).collect();
    }
    ensure!(string(package, "license").contains("MIT"), "the crate has no licence text");
    let authors = package["authors"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let authors: Vec<_> =
        authors.map(|author| author.split(" <").next().unwrap_or(author)).collect();
    ensure!(!authors.is_empty(), "the crate has neither a licence text nor authors");
    Ok(vec![mit(mit_example, &authors.join(", "))?])
}

/// The MIT licence, as in our LICENSE, for other authors.
fn mit(example: &str, authors: &str) -> Result<String> {
    let (head, rest) = example.split_once("Copyright").context("LICENSE has no copyright")?;
    let (_, terms) = rest.split_once('\n').context("LICENSE has no terms")?;
    Ok(format!("{head}Copyright (c) {authors}\n{terms}").trim().to_owned())
}

fn string(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_code_in_the_modules_counts() {
        let dependency =
            |id: &str, kind: Value| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        let package = |id: &str, name: &str, kind: &str| json!({ "id": id, "name": name, "source": "registry", "targets": [{ "kind": [kind] }] });
        let metadata = json!({
            "packages": [
                { "id": "u", "name": "b24-users", "targets": [] },
                { "id": "p", "name": "b24-fake-portal-wasm", "targets": [] },
                package("a", "a", "lib"), package("b", "b", "lib"), package("c", "c", "lib"),
                package("m", "m", "proc-macro"), package("d", "d", "lib"),
            ],
            "resolve": { "nodes": [
                { "id": "u", "deps": [dependency("a", Value::Null), dependency("m", Value::Null)] },
                { "id": "p", "deps": [dependency("u", Value::Null), dependency("c", json!("dev"))] },
                { "id": "a", "deps": [dependency("b", Value::Null), dependency("d", json!("build"))] },
                { "id": "b", "deps": [] },
            ] },
        });
        let names: Vec<_> =
            compiled(&metadata).unwrap().iter().map(|it| string(it, "name")).collect();
        assert_eq!(names, ["a", "b"]);
        assert!(compiled(&json!({ "packages": [], "resolve": { "nodes": [] } })).is_err());
    }

    #[test]
    fn all_crates_of_the_lock_file_have_texts() {
        let text = render(&Project::open(false).unwrap()).unwrap();
        for line in ["the Rust standard library", "wasm-bindgen 0.2.", "gloo-net 0."] {
            assert!(text.contains(&format!("\n{line}")), "{line}");
        }
    }

    #[test]
    fn a_crate_without_a_text_gets_the_mit_licence() {
        let ours = "MIT License\n\nCopyright (c) 2026 us\n\nPermission\n";
        let text = mit(ours, "A, B").unwrap();
        assert_eq!(text, "MIT License\n\nCopyright (c) A, B\n\nPermission");
    }
}
