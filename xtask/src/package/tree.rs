//! The package's files in their places.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::{bindings, declarations, folder, frameworks, modules, plain};
use crate::files::{copy, copy_tree, empty_folder};
use crate::npm;
use crate::project::Project;
use crate::run::run;
use crate::say::Step;

/// Puts the package together in `target/npm/package`.
pub const STEP: Step = Step {
    what: "putting the package together",
    hint: "its hand-written files are in pkg-template, LICENSE and CHANGELOG.md at the root; see the message above",
    run: assemble,
};

/// What can be required as well as imported, below `dist`.
const ENTRIES: [&str; 3] = ["index", "slim", "testing/index"];

fn assemble(project: &Project) -> Result<()> {
    let package = folder(project);
    let dist = package.join("dist");
    empty_folder(&package)?;
    copy_tree(&project.path("pkg-template"), &package, &[declarations::BY_HAND])?;
    for name in ["LICENSE", "CHANGELOG.md"] {
        copy(&project.path(name), &package.join(name))?;
    }
    for module in modules::ALL {
        let left_out = [bindings::UNOPTIMIZED, bindings::STAMP];
        copy_tree(&module.bindings(project), &package.join(module.folder), &left_out)?;
    }
    copy(&plain::module(project), &dist.join("module.js"))?;
    copy(&declarations::path(project), &dist.join("index.d.ts"))?;
    for entry in ENTRIES {
        declare_for_require(&dist, entry)?;
    }
    let version = format!("version={}", project.version);
    run(npm::npm().args(["pkg", "set", &version]).current_dir(&package))?;
    for entry in ENTRIES {
        run(npm::program(project, "esbuild")
            .arg(dist.join(format!("{entry}.js")))
            .args(["--bundle", "--format=cjs", "--platform=neutral", "--log-level=warning"])
            .arg(format!("--outfile={}", dist.join(format!("{entry}.cjs")).display())))?;
    }
    frameworks::add_commonjs(project)
}

/// TypeScript takes a declaration file's name for the module system of what it declares, so each system has its own.
fn declare_for_require(dist: &Path, entry: &str) -> Result<()> {
    let imported = fs::read_to_string(dist.join(format!("{entry}.d.ts")))?;
    let required = imported.replace("/index.js\";", "/index.cjs\";");
    fs::write(dist.join(format!("{entry}.d.cts")), required)?;
    Ok(())
}
