//! The list of dependencies.

use std::fs;

use anyhow::{Result, bail};

use crate::dependencies::{PAGE, render};
use crate::project::Project;
use crate::say::Step;

/// Compares it with the lock files.
pub const STEP: Step = Step {
    what: "list of dependencies",
    hint: "say in docs/dependencies.toml why a new one is needed, then `cargo xtask dependencies --bless`",
    run: check,
};

fn check(project: &Project) -> Result<()> {
    if fs::read_to_string(project.path(PAGE)).unwrap_or_default() != render(project)? {
        bail!("{PAGE} is not what the lock files say");
    }
    Ok(())
}
