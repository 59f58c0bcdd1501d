//! `cargo xtask live`: a real portal, compared with what is known of portals.

use anyhow::Result;

use crate::npm::node;
use crate::project::Project;
use crate::run::run as run_program;

/// Runs the comparison, which reads the portal's address and its credential from the environment
/// itself.
pub fn run(project: &Project) -> Result<()> {
    run_program(node().arg("tests/live/run.mjs").current_dir(&project.root))
}
