use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Package;
use crate::project::Project;

/// All npm packages that `package-lock.json` names. None of them is shipped: they build and test.
pub fn read(project: &Project) -> Result<Vec<Package>> {
    let lock: Value =
        serde_json::from_str(&fs::read_to_string(project.path("package-lock.json"))?)?;
    let entries = lock["packages"].as_object().context("package-lock.json names no packages")?;
    let wanted = |owner: &str, name: &str| {
        let lists = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
        lists.iter().any(|list| !entries[owner][list][name].is_null())
    };
    let packages = entries.iter().filter(|(path, _)| !path.is_empty()).map(|(path, entry)| {
        let name = name(path);
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let owners = entries.keys().filter(|owner| wanted(owner, name));
        Package {
            name: name.to_owned(),
            version: text("version"),
            licence: text("license"),
            needed_by: owners.map(|owner| self::name(owner).to_owned()).collect(),
            is_direct: wanted("", name),
            is_shipped: false,
        }
    });
    Ok(packages.collect())
}

fn name(path: &str) -> &str {
    path.rsplit("node_modules/").next().unwrap_or_default()
}
