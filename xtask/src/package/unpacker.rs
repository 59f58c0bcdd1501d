//! The module that reads the library's out of its text.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::bindings::{STAMP, UNOPTIMIZED};
use super::wasm;
use crate::files::empty_folder;
use crate::fingerprint::Inputs;
use crate::npm;
use crate::project::Project;
use crate::run::{output, run};
use crate::step::Step;
use crate::tools;

/// Makes it.
pub const STEP: Step = Step {
    what: "the module that unpacks the library's",
    hint: "see the message above; its crate is wasm-text",
    run: build,
};

const PACKAGE: &str = "b24-wasm-text";
/// Its bindings are a few lines of `unpack.js`; the generator is asked for the names of what it
/// exports.
const BINDGEN: [&str; 5] = ["--target", "web", "--no-typescript", "--out-name", "glue"];
/// All that those lines know. What else the generator exports is for bindings of its own.
const EXPORTS: [&str; 4] = ["memory", "text_ptr", "module_ptr", "decode"];
/// It is compiled at once, which Chrome did not do on a page's own thread with larger ones until
/// 2023.
const MAX_BYTES: u64 = 4096;
/// Functions stay apart: engines make each fast while it runs, and the large one that they would
/// become takes longer than it has to run.
const WASM_OPT: [&str; 6] = [
    "-Oz",
    "--converge",
    "--one-caller-inline-max-function-size=5",
    "--always-inline-max-function-size=5",
    "--strip-producers",
    "--strip-target-features",
];

fn build(project: &Project) -> Result<()> {
    let compiled = wasm::compile(project, PACKAGE)?;
    let inputs = Inputs::default()
        .file(&compiled)?
        .file(&project.path("Cargo.lock"))?
        .file(&project.path("package-lock.json"))?
        .text(&format!("{BINDGEN:?}{EXPORTS:?}{WASM_OPT:?}"));
    let folder = folder(project);
    inputs.unless_done(&folder.join(STAMP), || {
        empty_folder(&folder)?;
        run(tools::bindgen(project).args(BINDGEN).arg("--out-dir").arg(&folder).arg(&compiled))?;
        let (bound, graph) = (folder.join(UNOPTIMIZED), folder.join("graph.json"));
        fs::write(&graph, reachable().to_string())?;
        // It prints all that it leaves out.
        output(
            npm::program(project, "wasm-metadce")
                .arg(&bound)
                .arg("--graph-file")
                .arg(&graph)
                .arg("-o")
                .arg(&bound),
        )?;
        run(npm::program(project, "wasm-opt")
            .arg(&bound)
            .args(WASM_OPT)
            .arg("-o")
            .arg(path(project)))?;
        let bytes = fs::metadata(path(project))?.len();
        ensure!(
            bytes <= MAX_BYTES,
            "the module that unpacks has {bytes} bytes, and may have {MAX_BYTES}"
        );
        Ok(())
    })
}

/// What is there for JavaScript, as wasm-metadce is told.
fn reachable() -> Value {
    let exports = EXPORTS.map(|name| json!({ "name": name, "export": name }));
    let outside = json!({ "name": "outside", "root": true, "reaches": EXPORTS });
    exports.into_iter().chain([outside]).collect()
}

/// The folder of all that is made for it.
pub fn folder(project: &Project) -> PathBuf {
    project.path("target/npm/unpacker")
}

/// Where it is.
pub fn path(project: &Project) -> PathBuf {
    folder(project).join("unpacker.wasm")
}
