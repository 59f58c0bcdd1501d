//! `cargo xtask deny`: cargo-deny, which checks the crates, and `npm audit`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::npm::npm;
use crate::project::Project;
use crate::run::{find, run as execute};
use crate::step::{headline, note};

const VERSION: &str = "0.20.2";

/// Checks licences, sources and duplicates, which needs no network, then the advisories.
pub fn run(project: &Project, offline: bool) -> Result<()> {
    let program = cargo_deny(project)?;
    headline("licences, sources and duplicates of crates");
    let local = ["--offline", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"];
    execute(deny(project, &program).args(local))?;
    if offline {
        return Ok(());
    }
    headline("advisories for crates, from GitHub");
    let crates = execute(deny(project, &program).args(["check", "advisories"]));
    headline("advisories for npm packages, from the npm registry");
    let packages = execute(npm().arg("audit").current_dir(&project.root));
    crates.and(packages)
}

fn deny(project: &Project, program: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["--workspace", "--all-features"]).current_dir(&project.root);
    command
}

/// The program on PATH, or one compiled into `target/tools`.
fn cargo_deny(project: &Project) -> Result<PathBuf> {
    if let Some(program) = find("cargo-deny") {
        return Ok(program);
    }
    let root = project.path("target/tools");
    let program = root.join("bin").join(format!("cargo-deny{}", env::consts::EXE_SUFFIX));
    if !program.exists() {
        note("compiling cargo-deny, once, takes some minutes");
        let mut cargo = project.cargo();
        cargo.args(["install", "cargo-deny", "--locked", "--version", VERSION, "--root"]);
        execute(cargo.arg(&root))?;
    }
    Ok(program)
}
