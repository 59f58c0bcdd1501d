//! `cargo xtask fuzz`: arbitrary bytes for whatever reads what comes from outside.

use anyhow::Result;

use crate::fuzz::{fuzz, keep};
use crate::project::Project;
use crate::say::Step;

/// How many inputs each target gets in CI.
const SHORT: u64 = 20_000;

/// A short run.
pub const STEP: Step = Step {
    what: "a short run of the fuzzer",
    hint: "the input that failed is in target/fuzz; `cargo xtask fuzz <target>` looks for more",
    run: |project| fuzz(project, SHORT, None),
};

/// Looks for inputs that fail, or keeps those that were new.
pub fn run(project: &Project, runs: u64, target: Option<&str>, keeping: bool) -> Result<()> {
    if keeping { keep(project) } else { fuzz(project, runs, target) }
}
