//! The WebAssembly modules of the package.

use std::path::PathBuf;

use super::wasm;
use crate::project::Project;

/// A crate that becomes one.
pub struct Module {
    /// The crate.
    pub package: &'static str,
    /// What the package calls the module.
    pub file: &'static str,
    /// Whether its inline copy is made for transport, as text that our own code reads; else it is
    /// base64.
    pub compact: bool,
    /// Whether its bindings can be had afresh, for another instance after the end of one.
    pub repeatable: bool,
}

/// What the package is about.
pub const LIBRARY: Module =
    Module { package: "b24-users", file: "b24.wasm", compact: true, repeatable: true };

/// The fake portal, for users' own tests.
pub const PORTAL: Module = Module {
    package: "b24-fake-portal-wasm",
    file: "portal.wasm",
    compact: false,
    repeatable: false,
};

/// All of them.
pub const ALL: [Module; 2] = [LIBRARY, PORTAL];

impl Module {
    /// Where the compiler leaves it.
    pub fn compiled(&self, project: &Project) -> PathBuf {
        wasm::compiled(project, self.package)
    }

    /// Where it and its bindings are until the package is put together.
    pub fn bindings(&self, project: &Project) -> PathBuf {
        project.path("target/npm/bindings").join(self.package)
    }
}
