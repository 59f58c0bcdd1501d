//! The reasons for dependencies: comments in the manifests of crates, and for npm packages, since
//! JSON has no comments, a table in CONTRIBUTING.md.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::files::files_below;
use crate::project::Project;
use crate::step::Step;

/// Finds dependencies without a reason.
pub const STEP: Step = Step {
    what: "reasons for dependencies",
    hint: "write a comment above the dependency in Cargo.toml, or a row in the table of CONTRIBUTING.md",
    run: check,
};

fn check(project: &Project) -> Result<()> {
    let mut problems = Vec::new();
    let mut manifests = vec![project.path("Cargo.toml")];
    for folder in ["crates", "fuzz", "xtask"] {
        manifests.extend(files_below(&project.path(folder))?);
    }
    for path in manifests.iter().filter(|path| path.ends_with("Cargo.toml")) {
        let names = without_comment(&fs::read_to_string(path)?);
        problems.extend(names.iter().map(|name| format!("{}: why {name}?", path.display())));
    }
    let manifests = ["package.json", "docs/site/package.json"]
        .map(|path| Ok(serde_json::from_str(&fs::read_to_string(project.path(path))?)?));
    let manifests = manifests.into_iter().collect::<Result<Vec<Value>>>()?;
    let table = fs::read_to_string(project.path("CONTRIBUTING.md"))?;
    problems.extend(npm_differences(&manifests, &table));
    if problems.is_empty() { Ok(()) } else { bail!("{}", problems.join("\n")) }
}

/// The dependencies in a manifest of Cargo that follow no comment. Crates of this workspace need
/// none.
fn without_comment(manifest: &str) -> Vec<String> {
    let (mut names, mut in_dependencies, mut previous) = (Vec::new(), false, "");
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
        } else if let Some((name, value)) = line.split_once(" = ") {
            let has_reason = previous.starts_with('#') || value.contains("path = ");
            if in_dependencies && !line.starts_with([' ', '#']) && !has_reason {
                names.push(name.to_owned());
            }
        }
        previous = line;
    }
    names
}

/// Packages without a row ``| `name` | reason |``, and rows without a package.
fn npm_differences(manifests: &[Value], table: &str) -> Vec<String> {
    let packages: BTreeSet<&str> = manifests
        .iter()
        .flat_map(|manifest| [&manifest["dependencies"], &manifest["devDependencies"]])
        .filter_map(|list| list.as_object())
        .flatten()
        .map(|(name, _)| &**name)
        .collect();
    let table = table.split("npm package |").nth(1).unwrap_or_default();
    let rows: BTreeSet<&str> = table
        .lines()
        .skip(2)
        .map_while(|line| Some(line.strip_prefix("| `")?.split_once("` | ")?.0))
        .collect();
    packages
        .symmetric_difference(&rows)
        .map(|name| format!("CONTRIBUTING.md, package.json: {name}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_of_others_needs_a_comment() {
        let manifest = "[dependencies]\n# Errors.\na = \"1\"\nb = { version = \"1\", features = [\n    \"c = d\",\n] }\nours = { path = \"x\" }\n\
                        [target.'cfg(x)'.dev-dependencies]\nc = \"1\"\n[features]\nd = []\n";
        assert_eq!(without_comment(manifest), ["b", "c"]);
    }

    #[test]
    fn npm_packages_and_rows_must_match() {
        let table =
            "| npm package | reason |\n| --- | --- |\n| `a` | x |\n| `b` | x |\n\n| `z` | no row |";
        let manifest = serde_json::json!({ "devDependencies": { "a": "1", "c": "1" } });
        assert_eq!(
            npm_differences(&[manifest], table),
            ["CONTRIBUTING.md, package.json: b", "CONTRIBUTING.md, package.json: c"]
        );
        assert_eq!(
            npm_differences(
                &[
                    serde_json::json!({ "devDependencies": { "a": "1" } }),
                    serde_json::json!({ "dependencies": { "b": "1" } }),
                ],
                table
            ),
            [""; 0]
        );
    }
}
