//! Node, npm and the npm packages of the root `package.json`.

use anyhow::{Context, Result, bail};
use xshell::{Cmd, cmd};

use crate::project::Project;
use crate::step::{Step, step};

const MIN_NODE: u32 = 20;

/// Installs the npm packages that builds and tests use.
pub const STEP: Step = step(
    "npm packages",
    "Node 20 or newer with npm must be on PATH (https://nodejs.org), and the npm registry reachable",
    install,
);

fn install(project: &Project) -> Result<()> {
    let sh = &project.sh;
    let version = cmd!(sh, "node --version").read()?;
    if major(&version).context("`node --version` printed no version")? < MIN_NODE {
        bail!("Node {version} is too old, {MIN_NODE} or newer is needed");
    }
    let files = ["package.json", "package-lock.json", ".npmrc"];
    let current = files.map(|file| sh.read_file(file).unwrap_or_default()).concat();
    // Inside the folder, so that deleting the packages deletes the stamp.
    let stamp = "node_modules/.xtask-stamp";
    if sh.read_file(stamp).ok().as_ref() != Some(&current) {
        npm(project, "ci").run()?;
        sh.write_file(stamp, current)?;
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// npm.
pub fn npm<'a>(project: &'a Project, command: &str) -> Cmd<'a> {
    project.sh.cmd(if cfg!(windows) { "npm.cmd" } else { "npm" }).arg(command)
}

/// A program of an npm package of this project.
pub fn bin<'a>(project: &'a Project, name: &str) -> Cmd<'a> {
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    project.sh.cmd(project.path(&format!("node_modules/.bin/{name}{suffix}")))
}

/// A script of `xtask/js`, and its arguments.
pub fn script<'a>(project: &'a Project, name_and_arguments: &str) -> Cmd<'a> {
    let mut words = name_and_arguments.split_whitespace();
    let script = format!("xtask/js/{}.mjs", words.next().unwrap_or_default());
    project.sh.cmd("node").arg(script).args(words)
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn versions() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20"), None);
    }
}
