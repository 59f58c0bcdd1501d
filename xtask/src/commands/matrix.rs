//! `cargo xtask matrix`: the packed package in all environments, or in some.

use anyhow::{Result, bail};

use crate::checks::matrix::{ALL_NAMES, check};
use crate::npm::node;
use crate::package::{BUILD, PREPARE};
use crate::project::Project;
use crate::run::run as run_program;
use crate::say::{Step, headline, run_all};
use crate::{browser, engines, portal};

/// What has to be there before.
pub const PREPARED: [Step; 3] = [browser::STEP, engines::STEP, portal::STEP];

/// Runs them; with `bless`, all have to pass and are listed in `docs/matrix.md`.
pub fn run(project: &Project, names: &[String], bless: bool) -> Result<()> {
    if bless && !names.is_empty() {
        bail!("--bless lists what all environments gave, so no names can go with it");
    }
    run_all(project, &[&PREPARE[..], &BUILD, &PREPARED].concat())?;
    headline("the packed package in its environments");
    let names = if names.is_empty() { ALL_NAMES.to_owned() } else { names.join(" ") };
    check(project, &names)?;
    if bless {
        run_program(node().arg(project.path("tests/matrix/bless.mjs")).current_dir(&project.root))?;
    }
    Ok(())
}
