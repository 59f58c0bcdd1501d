//! The module once more, as plain JavaScript: for pages whose policy forbids WebAssembly.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::tasks::{TASKS, run_as_promises};
use super::wasm;
use crate::files::empty_folder;
use crate::fingerprint::Inputs;
use crate::npm;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;
use crate::tools;

/// Makes `module.js`.
pub const STEP: Step = Step {
    what: "the module as plain JavaScript",
    hint: "wasm2js translates what WebAssembly was at first; see the message above for what is too new for it",
    run: build,
};

/// What later versions of WebAssembly added, said in the words of the first. Before the bindings
/// are generated, which believe the module's list of features.
///
/// Conversions of numbers are not among them: the pass for those gives 0 where Rust gives the
/// greatest, so the compiler does that.
const LOWERED: [&str; 3] =
    ["--signext-lowering", "--llvm-memory-copy-fill-lowering", "--strip-target-features"];
const BINDGEN: [&str; 5] = ["--target", "bundler", "--no-typescript", "--out-name", "glue"];
/// The first version, and globals that can be exported: wasm2js knows those.
const WASM_OPT: [&str; 4] = ["-mvp", "--enable-mutable-globals", "-Oz", "--converge"];
const WASM2JS: [&str; 1] = ["-Oz"];
/// In a function, as the bindings of the other module: each call starts a fresh one.
const BUNDLE: [&str; 7] = [
    "--bundle",
    "--minify",
    "--format=iife",
    "--global-name=plain",
    "--banner:js=export function start(guarded, setTimeout, clearTimeout) {",
    "--footer:js=return plain.start(guarded);\n}",
    "--log-level=warning",
];

fn build(project: &Project) -> Result<()> {
    let compiled = wasm::plain_path(project);
    let script = project.path("xtask/js/plain.mjs");
    let inputs = Inputs::default()
        .file(&compiled)?
        // The versions of the tools.
        .file(&project.path("Cargo.lock"))?
        .file(&project.path("package-lock.json"))?
        .file(&script)?
        .text(&format!("{LOWERED:?}{BINDGEN:?}{WASM_OPT:?}{WASM2JS:?}{BUNDLE:?}{TASKS}"));
    let folder = folder(project);
    inputs.unless_done(&folder.join("stamp"), || {
        empty_folder(&folder)?;
        let (lowered, small) = (folder.join("lowered.wasm"), folder.join("small.wasm"));
        run(npm::program(project, "wasm-opt")
            .arg(&compiled)
            .args(LOWERED)
            .arg("-o")
            .arg(&lowered))?;
        run(tools::bindgen(project).args(BINDGEN).arg("--out-dir").arg(&folder).arg(&lowered))?;
        run_as_promises(&folder.join("glue_bg.js"))?;
        let bound = folder.join("glue_bg.wasm");
        run(npm::program(project, "wasm-opt").arg(bound).args(WASM_OPT).arg("-o").arg(&small))?;
        let translated = folder.join("translated.js");
        run(npm::program(project, "wasm2js").arg(&small).args(WASM2JS).arg("-o").arg(translated))?;
        run(npm::script(project, "plain.mjs").arg(&folder))?;
        let mut bundle = npm::program(project, "esbuild");
        bundle.arg(folder.join("entry.js")).args(BUNDLE);
        run(bundle.arg(format!("--outfile={}", module(project).display())))?;
        for intermediate in [lowered, small] {
            fs::remove_file(intermediate)?;
        }
        Ok(())
    })
}

/// The script, until the package is put together.
pub fn module(project: &Project) -> PathBuf {
    folder(project).join("module.js")
}

fn folder(project: &Project) -> PathBuf {
    project.path("target/npm/plain")
}
