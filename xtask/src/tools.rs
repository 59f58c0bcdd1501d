//! The crate `xtask-tools`: the bindings generator and the runner of wasm tests.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::project::Project;
use crate::run::run;
use crate::step::{Step, note};

/// Builds both. Later calls only check whether they are current.
pub const STEP: Step = Step {
    what: "bindings generator and wasm test runner",
    hint: "see the compiler's message above; crates.io must be reachable for the first build",
    run: build,
};

fn build(project: &Project) -> Result<()> {
    if !path(project).exists() {
        note("compiling them, once, takes 1 to 3 minutes");
    }
    run(project.cargo().args(["build", "--package", "xtask-tools", "--locked"]))
}

/// The built program.
pub fn path(project: &Project) -> PathBuf {
    project.program("debug", "xtask-tools")
}

/// The bindings generator.
pub fn bindgen(project: &Project) -> Command {
    let mut command = Command::new(path(project));
    command.arg("bindgen");
    command
}
