//! The package as npm publishes it.

use std::fs;

use anyhow::{Context, Result};

use super::{folder, tarball};
use crate::npm;
use crate::project::Project;
use crate::run::output;
use crate::step::Step;

/// Packs `target/npm/b24-users.tgz`.
pub const STEP: Step = Step {
    what: "packing the tarball",
    hint: "npm says above what it misses in target/npm/package",
    run: pack,
};

fn pack(project: &Project) -> Result<()> {
    let mut npm_pack = npm::npm();
    npm_pack.args(["pack", "--silent", "--pack-destination", ".."]).current_dir(folder(project));
    let printed = output(&mut npm_pack)?;
    // npm puts the version into the name; without it, whatever uses the tarball need not know the
    // version.
    let name = printed.lines().last().context("npm pack names no file")?;
    fs::rename(project.path("target/npm").join(name), tarball(project))?;
    Ok(())
}
