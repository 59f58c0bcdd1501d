//! The crate, compiled.

use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;
use crate::run::run;
use crate::say::Step;
use crate::toolchain::TARGET;

/// Compiles the crate as users get it.
pub const STEP: Step =
    Step { what: "compiling the library to wasm", hint: "see the compiler's message above", run: build };

fn build(project: &Project) -> Result<()> {
    let mut cargo = project.wasm_toolchain()?.cargo(project, "build");
    run(cargo.args(["--package", "b24-users", "--lib", "--release", "--locked"]))
}

/// Where the compiler leaves it.
pub fn path(project: &Project) -> PathBuf {
    project.path("target/wasm").join(TARGET).join("release/b24_users.wasm")
}
