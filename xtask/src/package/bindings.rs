//! What the package has for the compiled modules: their bindings, and the modules themselves, made
//! small.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::modules::{self, Module};
use super::tasks::{TASKS, run_as_promises};
use super::unpacker;
use crate::files::{empty_folder, entries};
use crate::fingerprint::Inputs;
use crate::npm;
use crate::project::Project;
use crate::run::{output, run};
use crate::step::{Step, note};
use crate::tools;

/// Makes `glue.js`, the module and `wasm.js` of each.
pub const STEP: Step = Step {
    what: "bindings and wasm-opt",
    hint: "see the message above; versions of wasm-bindgen that do not match are what `cargo xtask lint` finds",
    run: |project| modules::ALL.iter().try_for_each(|module| build(project, module)),
};

/// The bindings load a module only from where they are told: with a default, bundlers would emit a
/// second copy.
const BINDGEN: [&str; 5] = ["--target", "web", "--omit-default-module-path", "--out-name", "glue"];
/// A function around the bindings makes a fresh set of them at each call, since they keep the state
/// of their instance in variables. What they call by these names is given to it.
const FACTORY: [&str; 5] = [
    "--bundle",
    "--format=iife",
    "--banner:js=export function createGlue(WebAssembly, setTimeout, clearTimeout) {\nconst glue = {};",
    "--footer:js=return glue;\n}",
    "--log-level=warning",
];
/// No feature flags. wasm-opt reads from the module what it may use; `--all-features` gives one
/// that no engine loads. Functions that are called once stay functions unless they are tiny: merged
/// into others they are shorter, and compress worse. What tells tools about the module goes last,
/// since nothing reads it afterwards.
pub const WASM_OPT: [&str; 5] = [
    "-Oz",
    "--converge",
    "--one-caller-inline-max-function-size=20",
    "--strip-producers",
    "--strip-target-features",
];
/// Short names of the imports and exports, which wasm-opt prints. The generator's have hashes, which
/// do not compress.
const MINIFY_NAMES: &str = "--minify-imports-and-exports-and-modules";
/// Renames them in the bindings.
const SHORT_NAMES: &str = "short-names.mjs";
/// What is used of them, put into what that function gives. The generator's other exports are left
/// out.
const USED: &str =
    "import init, { Client } from \"./glue.js\";\nglue.default = init;\nglue.Client = Client;\n";
/// Makes a module into JavaScript.
const INLINE: &str = "inline.mjs";
/// The bindings.
pub const GLUE: &str = "glue.js";
/// The module as JavaScript.
pub const INLINED: &str = "wasm.js";
/// The module before wasm-opt, as the bindings generator leaves it.
pub const UNOPTIMIZED: &str = "glue_bg.wasm";
/// The types of the bindings, which only the package's own sources use.
pub const DECLARATIONS: &str = "glue.d.ts";
/// Tells that the folder is complete.
pub const STAMP: &str = "stamp";

fn build(project: &Project, module: &Module) -> Result<()> {
    let compiled = module.compiled(project);
    let inputs = inputs(project, module, &compiled)?.text(&format!("{WASM_OPT:?}{MINIFY_NAMES}"));
    let folder = module.bindings(project);
    inputs.unless_done(&folder.join(STAMP), || {
        empty_folder(&folder)?;
        bind(project, &compiled, &folder)?;
        if module.repeatable {
            wrap(project, &folder)?;
        }
        let renamed = folder.join("renamed.wasm");
        let mut minify_names = npm::program(project, "wasm-opt");
        minify_names.arg(folder.join(UNOPTIMIZED)).arg(MINIFY_NAMES).arg("-o").arg(&renamed);
        let names = folder.join("names.json");
        fs::write(&names, output(&mut minify_names)?)?;
        run(npm::script(project, SHORT_NAMES).arg(folder.join(GLUE)).arg(names))?;
        let optimized = folder.join(module.file);
        let mut wasm_opt = npm::program(project, "wasm-opt");
        run(wasm_opt.arg(renamed).args(WASM_OPT).arg("-o").arg(&optimized))?;
        run(npm::script(project, "compile.mjs").arg(&optimized))?;
        inline(project, module, &folder)
    })
}

/// Everything that decides what is made of a compiled module.
fn inputs(project: &Project, module: &Module, compiled: &Path) -> Result<Inputs> {
    let mut inputs = Inputs::default();
    // What writes the text, and what reads it.
    for file in entries(&project.path("crates/wasm-text/src"))? {
        inputs = inputs.file(&file)?;
    }
    let inputs = inputs
        .file(&unpacker::path(project))?
        .file(&project.path("pkg-template/src/runtime/decode-module.ts"))?
        .file(compiled)?
        // The versions of the tools.
        .file(&project.path("Cargo.lock"))?
        .file(&project.path("package-lock.json"))?
        .file(&project.path("xtask/js").join(INLINE))?
        .file(&project.path("xtask/js").join(SHORT_NAMES))?;
    Ok(inputs.text(&format!(
        "{BINDGEN:?}{TASKS}{FACTORY:?}{USED}{}{}",
        module.repeatable, module.compact
    )))
}

/// Makes the bindings of a compiled module, `glue.js`, and leaves the module that fits them.
fn bind(project: &Project, compiled: &Path, folder: &Path) -> Result<()> {
    run(tools::bindgen(project).args(BINDGEN).arg("--out-dir").arg(folder).arg(compiled))?;
    run_as_promises(&folder.join(GLUE))
}

/// Wraps the bindings in a function that makes them.
fn wrap(project: &Project, folder: &Path) -> Result<()> {
    let (entry, glue) = (folder.join("entry.js"), folder.join(GLUE));
    fs::write(&entry, USED)?;
    let mut factory = npm::program(project, "esbuild");
    factory.arg(&entry).args(FACTORY).arg("--allow-overwrite");
    run(factory.arg(format!("--outfile={}", glue.display())))?;
    Ok(fs::remove_file(entry)?)
}

/// Writes the module as JavaScript, `wasm.js`.
fn inline(project: &Project, module: &Module, folder: &Path) -> Result<()> {
    let wasm = folder.join(module.file);
    let mut inline = npm::script(project, INLINE);
    inline.arg(&wasm).arg(folder.join(INLINED));
    if !module.compact {
        return run(inline.arg("base64"));
    }
    match b24_wasm_text::encode(&fs::read(&wasm)?) {
        Ok(encoded) => {
            let text = unpacker::folder(project).join("text");
            fs::write(&text, encoded)?;
            run(inline.arg("text").arg(text).arg(unpacker::path(project)))
        }
        Err(unsupported) => {
            note(&format!("{unsupported}: it is written as characters, which are 15 KB larger"));
            run(inline.arg("characters"))
        }
    }
}
