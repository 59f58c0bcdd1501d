//! The package once more, with a module that panics when a test asks for it. It is never packed.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::bindings::{self, INLINE, STAMP, UNOPTIMIZED};
use super::modules::LIBRARY;
use super::wasm;
use crate::files::{copy, copy_tree, empty_folder};
use crate::npm;
use crate::project::Project;
use crate::run::run;
use crate::say::Step;

/// Puts it together in `target/npm/panicking`.
pub const STEP: Step = Step {
    what: "a module that panics, for the tests",
    hint: "see the compiler's message above; what panics is behind the feature `panics` in src/js",
    run: assemble,
};

/// It is too large for its text, and in base64 instead.
const UNPACK: &str =
    "export const unpack = (wasm) => Uint8Array.from(atob(wasm.default), (char) => char.charCodeAt(0));\n";

fn assemble(project: &Project) -> Result<()> {
    let compiled = wasm::build_panicking(project)?;
    let made = project.path("target/npm/panicking-bindings");
    bindings::inputs(project, &LIBRARY, &compiled)?.text(UNPACK).unless_done(&made.join(STAMP), || {
        empty_folder(&made)?;
        bindings::bind(project, &compiled, &made)?;
        bindings::wrap(project, &made)?;
        // Small it need not be.
        let (module, wasm) = (made.join(LIBRARY.file), made.join("wasm.js"));
        fs::rename(made.join(UNOPTIMIZED), &module)?;
        run(npm::script(project, INLINE).args([module, wasm]))?;
        Ok(fs::write(made.join("unpack.js"), UNPACK)?)
    })?;
    let folder = folder(project);
    empty_folder(&folder)?;
    copy_tree(&super::folder(project), &folder, &[])?;
    for name in ["glue.js", "wasm.js", "unpack.js", LIBRARY.file] {
        copy(&made.join(name), &folder.join("dist").join(name))?;
    }
    Ok(())
}

/// Where it is.
pub fn folder(project: &Project) -> PathBuf {
    project.path("target/npm/panicking")
}
