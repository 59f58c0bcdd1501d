//! The package's files in their places.

use anyhow::Result;

use super::{bindings, commonjs, declarations, folder, modules, plain};
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

fn assemble(project: &Project) -> Result<()> {
    let package = folder(project);
    let dist = package.join("dist");
    empty_folder(&package)?;
    copy_tree(&project.path("pkg-template"), &package, &[declarations::BY_HAND])?;
    for name in ["LICENSE", "CHANGELOG.md"] {
        copy(&project.path(name), &package.join(name))?;
    }
    for module in modules::ALL {
        let left_out = [
            bindings::UNOPTIMIZED,
            bindings::STAMP,
            bindings::DECLARATIONS,
            bindings::RAW_DECLARATIONS,
        ];
        copy_tree(&module.bindings(project), &package.join(module.folder), &left_out)?;
    }
    copy(&plain::module(project), &dist.join("module.js"))?;
    copy(&declarations::path(project), &dist.join("index.d.ts"))?;
    let version = format!("version={}", project.version);
    run(npm::npm().args(["pkg", "set", &version]).current_dir(&package))?;
    commonjs::add(project)
}
