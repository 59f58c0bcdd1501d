//! The crates, compiled.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::modules;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;
use crate::toolchain::TARGET;

/// Compiles the crates as users get them.
pub const STEP: Step = Step {
    what: "compiling the library and the fake portal to wasm",
    hint: "see the compiler's message above",
    run: build,
};

/// The standard library is compiled with the rest, from its sources, in its smaller variant.
const STD: [&str; 2] =
    ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=compiler-builtins-mem,optimize_for_size"];
/// A panic is a trap at once: the texts of panics, where they are from and what formats them weigh
/// a tenth of the module, and all that they can tell users is that it stopped working.
const MUTE: [&str; 3] = ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"];

/// Cargo for what is published.
fn cargo(project: &Project, flags: &[&str]) -> Result<Command> {
    let mut cargo = project.wasm_toolchain()?.cargo(project, "build");
    cargo
        .args(STD)
        .args(["--config", &format!("target.{TARGET}.rustflags = {:?}", [&MUTE, flags].concat())]);
    // All of that is for nightly compilers, unless those of releases are told to be one.
    cargo.env("RUSTC_BOOTSTRAP", "1");
    Ok(cargo)
}

fn build(project: &Project) -> Result<()> {
    // One after the other: together, each would get the other's features of the crates that they
    // share.
    modules::ALL.iter().try_for_each(|module| compile(project, module.package).map(drop))
}

/// Compiles a crate as users get it, and tells where that is.
pub fn compile(project: &Project, package: &str) -> Result<PathBuf> {
    run(cargo(project, &[])?.args(["--package", package, "--lib", "--release", "--locked"]))?;
    Ok(compiled(project, package))
}

/// Where the compiler leaves a crate.
pub fn compiled(project: &Project, package: &str) -> PathBuf {
    let file = format!("{}.wasm", package.replace('-', "_"));
    project.path("target/wasm").join(TARGET).join("release").join(file)
}

/// Compiles it once more, for those who get it as plain JavaScript.
pub const PLAIN: Step = Step {
    what: "compiling the library for plain JavaScript",
    hint: "see the compiler's message above",
    run: build_plain,
};

/// What WebAssembly had not at first, and what no tool can say without later.
const TOO_NEW: [&str; 1] = ["-Ctarget-feature=-reference-types,-nontrapping-fptoint"];

/// A profile of its own keeps the two apart, dependencies included.
fn build_plain(project: &Project) -> Result<()> {
    let mut cargo = cargo(project, &TOO_NEW)?;
    cargo.args(["--config", "profile.plain.inherits = \"release\"", "--profile", "plain"]);
    run(cargo.args(["--package", "b24-users", "--lib", "--locked"]))
}

/// Where the compiler leaves the one for plain JavaScript.
pub fn plain_path(project: &Project) -> PathBuf {
    project.path("target/wasm").join(TARGET).join("plain/b24_users.wasm")
}
