//! The TypeScript declarations: that they change only on purpose, and that they mean what they
//! should.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::npm;
use crate::package::{folder, tarball};
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

/// The declarations as they were last approved.
pub const GOLDEN_FILE: &str = "tests/golden/index.d.ts";

/// Compares the package's declarations with the golden file.
pub const GOLDEN: Step = Step {
    what: "declarations against the golden file",
    hint: "if the change is meant, `cargo xtask types --bless` renews the golden file",
    run: |project| compare(project, &folder(project).join("dist/index.d.ts")),
};

/// Compiles the TypeScript that uses the package.
pub const USES: Step = Step {
    what: "TypeScript that uses the package",
    hint: "the compiler's paths are in a copy, target/types-app/types; the files to edit are in tests/types",
    run: check_uses,
};

/// Fails, with the difference, unless the declarations are the golden ones.
fn compare(project: &Project, actual: &Path) -> Result<()> {
    let golden = project.path(GOLDEN_FILE);
    if !golden.exists() {
        bail!("there is no {GOLDEN_FILE}; `cargo xtask types --bless` makes it");
    }
    if fs::read(&golden)? == fs::read(actual)? {
        return Ok(());
    }
    let mut diff = Command::new("git");
    diff.args(["--no-pager", "diff", "--no-index", "--no-ext-diff", "--"]).arg(&golden).arg(actual);
    // It exits with 1 when there is a difference, and what matters is that it shows it.
    diff.status()?;
    bail!(
        "the TypeScript declarations differ from {GOLDEN_FILE}; `cargo xtask types --bless` renews it"
    )
}

fn check_uses(project: &Project) -> Result<()> {
    run(npm::script(project, "types.mjs").arg(tarball(project)))
}
