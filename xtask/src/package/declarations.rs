//! The package's TypeScript declarations.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::run::output;
use crate::say::Step;

/// The part written by hand, in the template; it is no file of the package.
pub const BY_HAND: &str = "client.d.ts";

/// Writes them.
pub const STEP: Step = Step {
    what: "TypeScript declarations",
    hint: "they are printed by examples/types.rs and continued by pkg-template/client.d.ts; see the message above",
    run: |project| {
        fs::create_dir_all(project.path("target/npm"))?;
        fs::write(path(project), generate(project)?)?;
        Ok(())
    },
};

/// The types that Rust knows, followed by those that it cannot say.
pub fn generate(project: &Project) -> Result<String> {
    let mut types = project.cargo();
    types.args([
        "run",
        "--quiet",
        "--locked",
        "--package",
        "b24-users",
        "--features",
        "types",
        "--example",
        "types",
    ]);
    let by_hand = project.path("pkg-template").join(BY_HAND);
    let by_hand =
        fs::read_to_string(&by_hand).with_context(|| format!("cannot read {}", by_hand.display()))?;
    Ok(format!("{}\n{by_hand}", output(&mut types)?.trim_end()))
}

/// Where they are until the package is put together.
pub fn path(project: &Project) -> PathBuf {
    project.path("target/npm/index.d.ts")
}
