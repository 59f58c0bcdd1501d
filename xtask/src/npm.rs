//! Node, npm and the npm packages of the root `package.json`.

use anyhow::Result;
use xshell::{Cmd, cmd};

use crate::project::Project;
use crate::step::{Step, step};

pub const STEP: Step = step(
    "npm packages",
    "Node 20 or newer with npm must be on PATH (https://nodejs.org), and the npm registry reachable",
    install,
);

fn install(project: &Project) -> Result<()> {
    let sh = &project.sh;
    let check =
        "if (parseInt(process.versions.node) < 20) throw `Node ${process.version} is too old`";
    cmd!(sh, "node --eval {check}").quiet().run()?;
    let files = ["package.json", "package-lock.json", ".npmrc"];
    let current = files.map(|file| sh.read_file(file).unwrap_or_default()).concat();
    // Inside the folder, so that deleting the packages deletes the stamp.
    let stamp = "node_modules/.xtask-stamp";
    if sh.read_file(stamp).ok().as_ref() != Some(&current) {
        cmd!(sh, "npm ci").run()?;
        sh.write_file(stamp, current)?;
    }
    Ok(())
}

/// A script of `xtask/js`, and its arguments.
pub fn script<'a>(project: &'a Project, name_and_arguments: &str) -> Cmd<'a> {
    let mut words = name_and_arguments.split_whitespace();
    let script = format!("xtask/js/{}.mjs", words.next().unwrap_or_default());
    project.sh.cmd("node").arg(script).args(words)
}
