//! From the crate to the npm package: `target/npm/package` and `target/npm/b24-users.tgz`.

mod bindings;
mod composition;
mod frameworks;
mod modules;
mod plain;
mod sizes;
mod tarball;
mod tasks;
pub mod typescript;
mod unpacker;
mod wasm;

use std::path::PathBuf;

use crate::project::Project;
use crate::step::Step;
use crate::{npm, toolchain, tools};

/// What has to be there to build the package.
pub const PREPARE: [Step; 3] = [npm::STEP, toolchain::STEP, tools::STEP];

/// From the sources to the tarball.
pub const BUILD: [Step; 9] = [
    unpacker::STEP,
    wasm::STEP,
    bindings::STEP,
    wasm::PLAIN,
    plain::STEP,
    typescript::GENERATED,
    typescript::COMPILE,
    typescript::BUNDLE,
    tarball::STEP,
];

/// The part of it that makes the modules and their bindings.
pub const MODULES: [Step; 3] = [unpacker::STEP, wasm::STEP, bindings::STEP];

/// What the module's bytes are made of.
pub const COMPOSITION: Step = composition::STEP;

/// What the tarball and the applications that use it weigh.
pub const SIZES: [Step; 2] = [sizes::STEP, frameworks::SIZES];

/// The package, unpacked.
pub fn folder(project: &Project) -> PathBuf {
    project.path("target/npm/package")
}

/// The package, packed.
pub fn tarball(project: &Project) -> PathBuf {
    project.path("target/npm/b24-users.tgz")
}
