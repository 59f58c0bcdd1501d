//! `cargo xtask types`: the TypeScript declarations against their golden file.

use std::fs;

use anyhow::Result;

use crate::checks::declarations::{GOLDEN_FILE, compare};
use crate::package::declarations::{STEP, path};
use crate::project::Project;
use crate::say::{note, run_all};

/// Compares them, or makes them the new golden file.
pub fn run(project: &Project, bless: bool) -> Result<()> {
    run_all(project, &[STEP])?;
    if !bless {
        return compare(project, &path(project));
    }
    let golden = project.path(GOLDEN_FILE);
    if let Some(folder) = golden.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(path(project), golden)?;
    note(&format!("{GOLDEN_FILE} is renewed; have a look at the change before you commit it"));
    Ok(())
}
