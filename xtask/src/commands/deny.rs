//! `cargo xtask deny`: what others say of our dependencies.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::npm::npm;
use crate::project::Project;
use crate::run::{find, run as show};
use crate::say::{headline, note};

const VERSION: &str = "0.20.2";

/// Checks licences, sources and duplicates, which needs no network; then, unless `offline`, what is
/// known to be unsafe, which does.
pub fn run(project: &Project, offline: bool) -> Result<()> {
    let program = cargo_deny(project)?;
    headline("licences, sources and duplicates of crates");
    let local = ["--offline", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"];
    show(deny(project, &program).args(local))?;
    if offline {
        return Ok(());
    }
    headline("crates known to be unsafe (asks GitHub)");
    let crates = show(deny(project, &program).args(["check", "advisories"]));
    headline("npm packages known to be unsafe (asks the npm registry)");
    let packages = show(npm().arg("audit").current_dir(&project.root));
    crates.and(packages)
}

fn deny(project: &Project, program: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["--workspace", "--all-features"]).current_dir(&project.root);
    command
}

/// The one on PATH, or else one of our own.
fn cargo_deny(project: &Project) -> Result<PathBuf> {
    if let Some(program) = find("cargo-deny") {
        return Ok(program);
    }
    let root = project.path("target/tools");
    let program = root.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !program.exists() {
        note("compiling cargo-deny, once, takes some minutes");
        let mut cargo = project.cargo();
        show(
            cargo
                .args(["install", "cargo-deny", "--locked", "--version", VERSION, "--root"])
                .arg(&root),
        )?;
    }
    Ok(program)
}
