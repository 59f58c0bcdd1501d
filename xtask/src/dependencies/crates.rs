use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;

use super::Package;
use crate::project::Project;
use crate::run::output;
use crate::toolchain::TARGET;

/// All crates of others that `Cargo.lock` names, by name and version.
pub fn read(project: &Project) -> Result<Vec<Package>> {
    let all = metadata(project, &["--all-features"])?;
    let shipped = shipped(&metadata(project, &["--filter-platform", TARGET])?)?;
    let names: BTreeMap<_, _> =
        packages(&all)?.iter().map(|it| (text(it, "id"), text(it, "name"))).collect();
    let mut found: BTreeMap<String, Package> = BTreeMap::new();
    for it in packages(&all)?.iter().filter(|it| !it["source"].is_null()) {
        let package = Package {
            name: text(it, "name"),
            version: text(it, "version"),
            licence: text(it, "license"),
            is_shipped: shipped.contains(&text(it, "id")),
            ..Package::default()
        };
        found.insert(text(it, "id"), package);
    }
    let ours: BTreeSet<_> =
        array(&all["workspace_members"])?.iter().filter_map(Value::as_str).collect();
    for node in array(&all["resolve"]["nodes"])? {
        let id = text(node, "id");
        for needed in array(&node["dependencies"])?.iter().filter_map(Value::as_str) {
            if let Some(package) = found.get_mut(needed) {
                package.needed_by.insert(names[&id].clone());
                package.is_direct |= ours.contains(&*id);
            }
        }
    }
    let mut crates: Vec<_> = found.into_values().collect();
    crates.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    Ok(crates)
}

/// The crates whose code is compiled into the module, by their ids. Procedural macros are not: they
/// run while it is compiled.
fn shipped(metadata: &Value) -> Result<BTreeSet<String>> {
    let nodes: BTreeMap<_, _> =
        array(&metadata["resolve"]["nodes"])?.iter().map(|node| (text(node, "id"), node)).collect();
    let packages: BTreeMap<_, _> =
        packages(metadata)?.iter().map(|it| (text(it, "id"), it)).collect();
    let library =
        packages.iter().find(|(_, it)| it["name"] == "b24-users").context("no b24-users")?.0;
    let mut shipped = BTreeSet::new();
    let mut left = vec![library.clone()];
    while let Some(id) = left.pop() {
        for dependency in array(&nodes[&id]["deps"])? {
            let is_normal =
                array(&dependency["dep_kinds"])?.iter().any(|kind| kind["kind"].is_null());
            let needed = text(dependency, "pkg");
            let is_macro = array(&packages[&needed]["targets"])?
                .iter()
                .any(|it| it["kind"][0] == "proc-macro");
            if is_normal && !is_macro && shipped.insert(needed.clone()) {
                left.push(needed);
            }
        }
    }
    Ok(shipped)
}

fn metadata(project: &Project, args: &[&str]) -> Result<Value> {
    let mut cargo = project.cargo();
    Ok(serde_json::from_str(&output(
        cargo.args(["metadata", "--locked", "--format-version=1"]).args(args),
    )?)?)
}

fn packages(metadata: &Value) -> Result<&Vec<Value>> {
    array(&metadata["packages"])
}

fn array(value: &Value) -> Result<&Vec<Value>> {
    value.as_array().context("cargo metadata lacks a list")
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}
