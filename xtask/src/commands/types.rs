//! `cargo xtask types`: the TypeScript declarations against their golden file.

use std::fs;

use anyhow::Result;

use crate::checks::declarations::{GOLDEN, GOLDEN_FILE};
use crate::package::{BUILD, MODULES, PREPARE, folder, typescript};
use crate::project::Project;
use crate::say::{note, run_all};

/// Builds the package and compares its declarations, or makes them the new golden file.
pub fn run(project: &Project, bless: bool) -> Result<()> {
    if !bless {
        return run_all(project, &[&PREPARE[..], &BUILD, &[GOLDEN]].concat());
    }
    run_all(project, &[&PREPARE[..], &MODULES].concat())?;
    for file in typescript::generated(project)? {
        file.bless(project)?;
    }
    run_all(project, &BUILD)?;
    fs::copy(folder(project).join("dist/index.d.ts"), project.path(GOLDEN_FILE))?;
    note(&format!("{GOLDEN_FILE} is renewed; have a look at the change before you commit it"));
    Ok(())
}
