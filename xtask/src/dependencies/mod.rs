//! The list of everything that is not ours: what it is for, its licence, and what brought it.

mod crates;
mod npm;
mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use crate::project::Project;

/// Why we have what we have, by name: what the registries cannot know.
const REASONS: &str = "docs/dependencies.toml";
/// The list.
pub const PAGE: &str = "docs/dependencies.md";

/// A package of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    pub name: String,
    pub version: String,
    pub licence: String,
    /// Which of ours, or of others, need it.
    pub needed_by: BTreeSet<String>,
    /// Whether one of ours does.
    pub is_direct: bool,
    /// Whether part of it is in the module that users get.
    pub is_shipped: bool,
}

/// The page as it should be.
pub fn render(project: &Project) -> Result<String> {
    let told: Table = fs::read_to_string(project.path(REASONS))?.parse()?;
    let (why_crates, why_npm) = (reasons(&told, "crates")?, reasons(&told, "npm")?);
    let (crates, npm) = (crates::read(project)?, npm::read(project)?);
    let problems = [problems(&crates, &why_crates), problems(&npm, &why_npm)].concat();
    if !problems.is_empty() {
        bail!("{REASONS}: {}", problems.join("\n"));
    }
    Ok(page::page(&crates, &why_crates, &npm, &why_npm))
}

fn reasons(told: &Table, kind: &str) -> Result<BTreeMap<String, String>> {
    let table =
        told.get(kind).and_then(Value::as_table).context("docs/dependencies.toml lacks a table")?;
    let reason = |(name, why): (&String, &Value)| {
        (name.clone(), why.as_str().unwrap_or_default().to_owned())
    };
    Ok(table.iter().map(reason).collect())
}

/// Every direct one needs a reason, and no reason may be left over.
fn problems(packages: &[Package], reasons: &BTreeMap<String, String>) -> Vec<String> {
    let direct: BTreeSet<_> =
        packages.iter().filter(|it| it.is_direct).map(|it| it.name.as_str()).collect();
    let told: BTreeSet<_> = reasons.keys().map(String::as_str).collect();
    let missing =
        direct.difference(&told).map(|name| format!("it does not say why there is {name}"));
    let stale =
        told.difference(&direct).map(|name| format!("nobody of ours needs {name} any more"));
    missing.chain(stale).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_and_direct_dependencies_have_to_match() {
        let direct = Package { name: "serde".into(), is_direct: true, ..Package::default() };
        let brought = Package { name: "itoa".into(), ..Package::default() };
        let reasons = |name: &str| BTreeMap::from([(name.to_owned(), "why".to_owned())]);
        assert!(problems(&[direct.clone(), brought.clone()], &reasons("serde")).is_empty());
        assert_eq!(problems(&[direct, brought], &reasons("itoa")).len(), 2);
    }
}
