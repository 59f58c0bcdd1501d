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
    let mut metadata = project.cargo();
    metadata.args(["metadata", "--locked", "--format-version=1", "--filter-platform", TARGET]);
    let metadata: Value = serde_json::from_str(&output(&mut metadata)?)?;
    let compiled = compiled(project)?;
    let ours = fs::read_to_string(project.path("LICENSE"))?;
    let standard_library = "the Rust standard library (MIT OR Apache-2.0)".to_owned();
    let mut crates_by_text =
        BTreeMap::from([(mit(&ours, "The Rust Project Contributors")?, vec![standard_library])]);
    for package in metadata["packages"].as_array().context("cargo metadata lacks packages")? {
        let [name, version, license] =
            ["name", "version", "license"].map(|key| string(package, key));
        if !package["source"].is_null() && compiled.contains(&format!("{name} v{version}")) {
            let label = format!("{name} {version} ({license})");
            for text in texts(package, &ours).with_context(|| label.clone())? {
                crates_by_text.entry(text).or_default().push(label.clone());
            }
        }
    }
    let mut sections: Vec<_> = crates_by_text
        .into_iter()
        .map(|(text, crates)| format!("\n{}\n{}\n\n{text}\n", "-".repeat(80), crates.join("\n")))
        .collect();
    sections.sort();
    Ok(HEAD.to_owned() + &sections.concat())
}

/// The crates in the modules, as `name v1.2.3`. Procedural macros run in the compiler.
fn compiled(project: &Project) -> Result<BTreeSet<String>> {
    let mut tree = project.cargo();
    tree.args(["tree", "--locked", "--target", TARGET, "--edges", "normal,no-proc-macro"]);
    tree.args(["--prefix", "none", "--format", "{p}"]);
    tree.args(MODULES.iter().flat_map(|module| ["--package", module]));
    let first_two = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    Ok(output(&mut tree)?.lines().map(first_two).collect())
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
    use super::*;

    #[test]
    fn all_crates_of_the_lock_file_have_texts() {
        let text = render(&Project::open(false).unwrap()).unwrap();
        for line in ["the Rust standard library", "wasm-bindgen 0.2.", "gloo-net 0."] {
            assert!(text.contains(&format!("\n{line}")), "{line}");
        }
        for other in ["proptest ", "syn ", "axum ", "b24-"] {
            assert!(!text.contains(&format!("\n{other}")), "{other}");
        }
    }

    #[test]
    fn a_crate_without_a_text_gets_the_mit_licence() {
        let ours = "MIT License\n\nCopyright (c) 2026 us\n\nPermission\n";
        let text = mit(ours, "A, B").unwrap();
        assert_eq!(text, "MIT License\n\nCopyright (c) A, B\n\nPermission");
    }
}
