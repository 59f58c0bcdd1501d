//! What the package has for the compiled modules: their bindings, and the modules themselves, made small.

use anyhow::Result;

use super::modules::{self, Module};
use super::tasks::{TASKS, run_as_promises};
use crate::files::empty_folder;
use crate::fresh::Inputs;
use crate::npm;
use crate::project::Project;
use crate::run::run;
use crate::say::Step;
use crate::tools;

/// Makes `glue.js`, the module and `wasm.js` of each.
pub const STEP: Step = Step {
    what: "bindings and wasm-opt",
    hint: "see the message above; versions of wasm-bindgen that do not match are what `cargo xtask lint` finds",
    run: |project| modules::ALL.iter().try_for_each(|module| build(project, module)),
};

/// The bindings load a module only from where they are told: with a default, bundlers would emit a second copy.
const BINDGEN: [&str; 6] =
    ["--target", "web", "--omit-default-module-path", "--no-typescript", "--out-name", "glue"];
/// No feature flags. wasm-opt reads from the module what it may use; `--all-features` gives one that no engine loads.
const WASM_OPT: [&str; 2] = ["-Oz", "--converge"];
/// What the bindings generator leaves before wasm-opt; not for the package.
pub const UNOPTIMIZED: &str = "glue_bg.wasm";
/// Tells that the folder is complete; not for the package either.
pub const STAMP: &str = "stamp";

fn build(project: &Project, module: &Module) -> Result<()> {
    let compiled = module.compiled(project);
    let inline = project.path("xtask/js/inline.mjs");
    let form = if module.zipped { "zipped" } else { "plain" };
    let inputs = Inputs::default()
        .file(&compiled)?
        // The versions of the two tools.
        .file(&project.path("Cargo.lock"))?
        .file(&project.path("package-lock.json"))?
        .file(&inline)?
        .text(&format!("{BINDGEN:?}{WASM_OPT:?}{TASKS}{form}"));
    let folder = module.bindings(project);
    inputs.unless_done(&folder.join(STAMP), || {
        empty_folder(&folder)?;
        run(tools::bindgen(project).args(BINDGEN).arg("--out-dir").arg(&folder).arg(&compiled))?;
        run_as_promises(&folder.join("glue.js"))?;
        let optimized = folder.join(module.file);
        let mut wasm_opt = npm::program(project, "wasm-opt");
        run(wasm_opt.arg(folder.join(UNOPTIMIZED)).args(WASM_OPT).arg("-o").arg(&optimized))?;
        run(npm::script(project, "compile.mjs").arg(&optimized))?;
        run(npm::script(project, "inline.mjs").arg(&optimized).arg(folder.join("wasm.js")).arg(form))
    })
}
