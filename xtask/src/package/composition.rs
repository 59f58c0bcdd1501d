//! What the module's bytes are made of.

use anyhow::Result;

use super::{bindings, modules::LIBRARY};
use crate::npm;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

/// Where it puts the table.
const PAGE: &str = "docs/size.md";

/// Writes a table.
pub const STEP: Step =
    Step { what: "the module's parts", hint: "see the message above", run: write };

fn write(project: &Project) -> Result<()> {
    // The same module, its functions with their names.
    let named = project.path("target/npm/named.wasm");
    let mut wasm_opt = npm::program(project, "wasm-opt");
    let unoptimized = LIBRARY.bindings(project).join(bindings::UNOPTIMIZED);
    run(wasm_opt.arg(unoptimized).args(bindings::WASM_OPT).arg("-g").arg("-o").arg(&named))?;
    run(npm::script(project, "composition.mjs").arg(named).arg(project.path(PAGE)))
}
