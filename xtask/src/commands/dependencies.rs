//! `cargo xtask dependencies`: the list of everything that is not ours.

use std::fs;

use anyhow::Result;

use crate::checks::dependencies::STEP;
use crate::dependencies::{PAGE, render};
use crate::project::Project;
use crate::say::{note, run_all};

/// Compares the list with the lock files, or writes it.
pub fn run(project: &Project, bless: bool) -> Result<()> {
    if !bless {
        return run_all(project, &[STEP]);
    }
    fs::write(project.path(PAGE), render(project)?)?;
    note(&format!("{PAGE} is renewed"));
    Ok(())
}
