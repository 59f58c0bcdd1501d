//! `cargo xtask soak`: the packed package for minutes on end, against a portal that misbehaves.

use anyhow::Result;

use crate::checks::soak;
use crate::package::{BUILD, PREPARE};
use crate::project::Project;
use crate::say::run_all;
use crate::{browser, portal};

/// Builds what is needed, and runs it.
pub fn run(project: &Project, minutes: u32) -> Result<()> {
    run_all(project, &[&PREPARE[..], &BUILD, &[browser::STEP, portal::STEP]].concat())?;
    soak::for_minutes(project, minutes)
}
