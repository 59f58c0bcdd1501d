//! `cargo xtask portal`: the fake portal alone.

use anyhow::{Result, bail};

use crate::portal::{build, program};
use crate::project::Project;

/// Builds and runs it until Ctrl-C. Its stdout is ours, so that its first line comes first.
pub fn run(project: &Project, port: u16) -> Result<()> {
    build(project)?;
    let mut child = program(project).args(["--port", &port.to_string()]).spawn()?;
    // `wait` would close the pipe, which is what stops the portal.
    let stdin = child.stdin.take();
    let status = child.wait()?;
    drop(stdin);
    if !status.success() {
        bail!("the fake portal ended ({status})");
    }
    Ok(())
}
