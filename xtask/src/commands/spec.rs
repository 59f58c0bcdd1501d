//! `cargo xtask spec`: the facts about portals, and the tests that name them.

use std::fs;

use anyhow::Result;

use crate::checks::coverage::{PAGE, STEP, render};
use crate::project::Project;
use crate::say::{note, run_all};

/// Compares the page with the tests as they are, or writes it.
pub fn run(project: &Project, bless: bool) -> Result<()> {
    if !bless {
        return run_all(project, &[STEP]);
    }
    fs::write(project.path(PAGE), render(project)?)?;
    note(&format!("{PAGE} is renewed"));
    Ok(())
}
