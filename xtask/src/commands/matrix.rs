//! `cargo xtask matrix`: the packed package in all environments, or in some.

use anyhow::Result;

use crate::checks::{matrix, page};
use crate::package::{BUILD, PREPARE};
use crate::project::Project;
use crate::say::{Step, headline, run_all};
use crate::{browser, engines, portal};

/// All environments, and the demo page in all engines but Chromium, where `cargo xtask test` has
/// it.
pub const ALL: [Step; 4] = [engines::STEP, page::FIREFOX, page::WEBKIT, matrix::ALL];

/// Runs all, or those with these names. With `bless`, they are listed in `docs/matrix.md`, if all
/// have passed with this package, now or before.
pub fn run(project: &Project, names: &[String], bless: bool) -> Result<()> {
    let prepare = [&PREPARE[..], &BUILD, &[browser::STEP, portal::STEP]].concat();
    if names.is_empty() {
        let [others @ .., all] = ALL;
        let last = if bless { matrix::BLESS } else { all };
        return run_all(project, &[&prepare[..], &others, &[last]].concat());
    }
    let engines = names.iter().any(|name| name.contains("firefox") || name.contains("webkit"));
    run_all(project, &[&prepare[..], if engines { &[engines::STEP] } else { &[] }].concat())?;
    headline("the packed package in its environments");
    matrix::check(project, &names.join(" "), bless)
}
