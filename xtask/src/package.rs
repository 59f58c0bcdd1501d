//! From the crates to the npm package: `target/npm/package` and `target/npm/b24-users.tgz`.

use std::path::PathBuf;

use anyhow::Result;
use xshell::{Cmd, cmd};

use crate::npm::{self, script};
use crate::project::Project;
use crate::step::{Step, step};
use crate::toolchain::{self, MUTE_PANICS, TARGET, tools};

/// What must be installed to build the package.
pub const PREPARE: [Step; 3] = [npm::STEP, toolchain::STEP, toolchain::TOOLS];

/// The modules and their bindings.
#[rustfmt::skip] // One step is one row.
pub const MODULES: [Step; 2] = [
    step("compiling the library, the decoder of its text, and the fake portal",
        "see the compiler's message above", compile),
    step("bindings and wasm-opt", "see the message above; Cargo.toml and xtask/tools/Cargo.toml have \
        the version of wasm-bindgen", |project| Ok(script(project, "bindings").arg(tools(project)).run()?)),
];

/// From the sources to the tarball.
#[rustfmt::skip] // One step is one row.
pub const BUILD: [Step; 5] = [
    MODULES[0],
    MODULES[1],
    step("the library as plain JavaScript", "wasm2js translates the first version of WebAssembly; \
        see the message above for what is newer", wasm2js),
    TYPESCRIPT,
    step("bundling and packing", "see the message above; xtask/js/build.mjs bundles. If generated \
        declarations differ, `cargo xtask types --bless` renews them", pack),
];

/// Also before the wasm tests, which use some of the compiled modules.
pub const TYPESCRIPT: Step = step(
    "compiling the TypeScript",
    "see the message above; the options are in pkg-template/tsconfig.json",
    |project| {
        let sh = &project.sh;
        sh.remove_path("target/npm/modules")?;
        Ok(cmd!(sh, "node node_modules/typescript/bin/tsc --project pkg-template").run()?)
    },
);

pub const SIZES: Step = step(
    "sizes",
    "the limits are in xtask/js/sizes.mjs; all components contain components/user-store.ts",
    |project| Ok(script(project, "sizes").run()?),
);

/// Checks what a release needs before the package is built, and the packed files after it.
#[rustfmt::skip] // One step is one row.
pub const RELEASE: [Step; 2] = [
    step("version, changelog, addresses and working tree", "RELEASING.md has the steps of a release",
        |project| Ok(script(project, "release repository").arg(VERSION).run()?)),
    step("content of the tarball", "xtask/js/build.mjs puts the package together",
        |project| Ok(script(project, "release tarball").arg(VERSION).run()?)),
];

/// The version of the npm package: that of the workspace.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The package, packed.
pub fn tarball(project: &Project) -> PathBuf {
    project.path("target/npm/b24-users.tgz")
}

fn compile(project: &Project) -> Result<()> {
    // Together, each would be compiled with the features that the others need of shared crates.
    for package in ["b24-wasm-text", "b24-users", "b24-fake-portal-wasm"] {
        cargo(project, package, &[])?.arg("--release").run()?;
    }
    Ok(())
}

/// Cargo for a published module. As a cdylib only, the dependencies of all modules, and the
/// standard library, are compiled to bitcode alone and once.
fn cargo<'a>(project: &'a Project, package: &str, flags: &[&str]) -> Result<Cmd<'a>> {
    let flags = format!("target.{TARGET}.rustflags = {:?}", [&MUTE_PANICS, flags].concat());
    let cargo = toolchain::cargo_with_small_std(project, "rustc")?.args(["--config", &flags]);
    Ok(cargo.args(["--package", package, "--lib", "--crate-type=cdylib", "--locked"]))
}

/// Compiles the library without what no tool can translate to the first version of WebAssembly,
/// and translates the rest. The profile separates the dependencies.
fn wasm2js(project: &Project) -> Result<()> {
    let features = "-Ctarget-feature=-reference-types,-nontrapping-fptoint";
    let profile = ["--config", "profile.wasm2js.inherits = \"release\"", "--profile", "wasm2js"];
    cargo(project, "b24-users", &[features])?.args(profile).run()?;
    Ok(script(project, "wasm2js").arg(tools(project)).run()?)
}

fn pack(project: &Project) -> Result<()> {
    script(project, "golden types bindings").run()?;
    script(project, "build").arg(VERSION).run()?;
    let folder = project.sh.push_dir("target/npm/package");
    cmd!(project.sh, "npm pack --silent --pack-destination ..").run()?;
    drop(folder);
    // Without the version in its name, users of the tarball need not know the version.
    let packed = project.path(&format!("target/npm/b24-users-{VERSION}.tgz"));
    Ok(std::fs::rename(packed, tarball(project))?)
}
