//! Node, npm and the npm packages of the root `package.json`.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::fingerprint::Inputs;
use crate::project::Project;
use crate::run::{output, run};
use crate::step::Step;

const OLDEST_NODE: u32 = 20;

/// Installs the npm packages that builds and tests use.
pub const STEP: Step = Step {
    what: "npm packages",
    hint: "Node 20 or newer with npm must be on PATH (https://nodejs.org), and the npm registry reachable",
    run: install,
};

fn install(project: &Project) -> Result<()> {
    check_node()?;
    let inputs = Inputs::default()
        .file(&project.path("package.json"))?
        .file(&project.path("package-lock.json"))?
        .file(&project.path(".npmrc"))?;
    // Inside the folder, so that deleting the packages deletes the stamp.
    let stamp = project.path("node_modules/.xtask-stamp");
    inputs.unless_done(&stamp, || run(npm().arg("ci").current_dir(&project.root)))
}

fn check_node() -> Result<()> {
    let version = output(node().arg("--version"))?;
    if major(&version).context("`node --version` printed no version")? < OLDEST_NODE {
        bail!("Node {} is too old, {OLDEST_NODE} or newer is needed", version.trim());
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Node.
pub fn node() -> Command {
    Command::new("node")
}

/// A script of `xtask/js`.
pub fn script(project: &Project, name: &str) -> Command {
    let mut command = node();
    command.arg(project.path("xtask/js").join(name)).current_dir(&project.root);
    command
}

/// npm.
pub fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// A program of an installed npm package. Its file may be JavaScript or a native program, so it is
/// not for Node to start.
pub fn program(project: &Project, name: &str) -> Command {
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    Command::new(project.path("node_modules/.bin").join(format!("{name}{suffix}")))
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn versions() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20"), None);
    }
}
