//! The package once more, with a module that panics when a test asks for it. It is never packed.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::bindings::{self, STAMP, UNOPTIMIZED};
use super::modules::LIBRARY;
use super::wasm;
use crate::files::{copy, copy_tree, empty_folder};
use crate::project::Project;
use crate::say::Step;

/// Puts it together in `target/npm/panicking`.
pub const STEP: Step = Step {
    what: "a module that panics, for the tests",
    hint: "see the compiler's message above; what panics is behind the feature `panics` in src/js",
    run: assemble,
};

fn assemble(project: &Project) -> Result<()> {
    let compiled = wasm::build_panicking(project)?;
    let made = project.path("target/npm/panicking-bindings");
    bindings::inputs(project, &LIBRARY, &compiled)?.unless_done(&made.join(STAMP), || {
        empty_folder(&made)?;
        bindings::bind(project, &compiled, &made)?;
        bindings::wrap(project, &made)?;
        // Small it need not be.
        fs::rename(made.join(UNOPTIMIZED), made.join(LIBRARY.file))?;
        bindings::inline(project, &LIBRARY, &made)
    })?;
    let folder = folder(project);
    empty_folder(&folder)?;
    copy_tree(&super::folder(project), &folder, &[])?;
    for name in ["glue.js", "wasm.js", LIBRARY.file] {
        copy(&made.join(name), &folder.join("dist").join(name))?;
    }
    Ok(())
}

/// Where it is.
pub fn folder(project: &Project) -> PathBuf {
    project.path("target/npm/panicking")
}
