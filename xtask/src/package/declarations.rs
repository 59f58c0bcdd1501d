//! The package's TypeScript declarations.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::files::entries;
use crate::project::Project;
use crate::run::output;
use crate::say::Step;

/// The parts written by hand, in the template, one file a subject; they are no files of the
/// package.
pub const BY_HAND: &str = "declarations";

/// Writes them.
pub const STEP: Step = Step {
    what: "TypeScript declarations",
    hint: "they are printed by examples/types.rs and continued by pkg-template/declarations; see the message above",
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
    let mut parts = vec![output(&mut types)?.trim_end().to_owned() + "\n"];
    for file in entries(&project.path("pkg-template").join(BY_HAND))? {
        let part =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        parts.push(part);
    }
    Ok(parts.join("\n"))
}

/// Where they are until the package is put together.
pub fn path(project: &Project) -> PathBuf {
    project.path("target/npm/index.d.ts")
}
