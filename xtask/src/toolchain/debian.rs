//! Without rustup's target: Debian's compiler, which is packaged with the sources of the standard
//! library.
//!
//! Nothing on the machine changes but the installed packages: the library is built into this
//! checkout's `target`, the compiler is called by its own path, and rustup never hears of it.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::{TARGET, Toolchain, sysroot};
use crate::apt;
use crate::project::Project;

const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-22"];
const BIN: &str = "/usr/bin";

/// The compiler with the library that an earlier run built for it.
pub fn built_earlier(project: &Project) -> Result<Option<Toolchain>> {
    let sysroot = sysroot::folder(project);
    let is_current = sysroot.exists() && is_installed() && sysroot::is_current(&sysroot)?;
    Ok(is_current.then_some(Toolchain::Debian { sysroot }))
}

/// The compiler, installed, and the library, built, as far as either is still to be done.
pub fn install(project: &Project) -> Result<Toolchain> {
    apt::ensure(&PACKAGES, project.install)?;
    let sysroot = sysroot::folder(project);
    sysroot::build_unless_current(&sysroot, &project.path("target/wasm-std"))?;
    Ok(Toolchain::Debian { sysroot })
}

/// `cargo <subcommand>` with that library.
pub fn cargo(subcommand: &str, sysroot: &Path) -> Command {
    let mut command = match subcommand {
        // Called by its own name, because cargo would first look among rustup's proxies for it.
        "clippy" => program("cargo-clippy"),
        _ => program("cargo"),
    };
    let flags = [format!("--sysroot={}", sysroot.display())];
    command.arg(subcommand);
    command.args(["--config", &format!("target.{TARGET}.rustflags = {flags:?}")]);
    command.args(["--config", &format!("target.{TARGET}.linker = \"{BIN}/wasm-ld-22\"")]);
    command
}

/// A program of Debian's Rust, in an environment where it meets no part of another Rust.
pub fn program(name: &str) -> Command {
    let mut command = Command::new(format!("{BIN}/{name}"));
    for (variable, _) in env::vars_os() {
        if variable.to_str().is_some_and(belongs_to_another_rust) {
            command.env_remove(variable);
        }
    }
    for (variable, program) in [("CARGO", "cargo"), ("RUSTC", "rustc"), ("RUSTDOC", "rustdoc")] {
        command.env(variable, format!("{BIN}/{program}"));
    }
    command
}

fn is_installed() -> bool {
    ["cargo", "rustc", "wasm-ld-22"].iter().all(|program| Path::new(BIN).join(program).exists())
}

/// Whether a variable is about the toolchain that runs this program, or about its flags.
///
/// `cargo run` and rustup's proxy leave the first kind to everything they start: `CARGO`,
/// `CARGO_MANIFEST_DIR`, `CARGO_PKG_*`, `RUSTUP_TOOLCHAIN`, `RUST_RECURSION_COUNT`, and in
/// `LD_LIBRARY_PATH` the folders of their libraries. Flags of the second kind (`RUSTFLAGS`) would
/// replace the one that names our standard library.
fn belongs_to_another_rust(variable: &str) -> bool {
    const KEPT: [&str; 8] = [
        "CARGO_BUILD_JOBS",
        "CARGO_HOME",
        "CARGO_HTTP_",
        "CARGO_NET_",
        "CARGO_REGISTR",
        "CARGO_SOURCE_",
        "CARGO_TERM_",
        "RUST_BACKTRACE",
    ];
    variable == "LD_LIBRARY_PATH"
        || (variable.starts_with("CARGO") || variable.starts_with("RUST"))
            && !KEPT.iter().any(|kept| variable.starts_with(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_rust_is_left_behind_but_not_the_settings() {
        for gone in [
            "CARGO",
            "CARGO_PKG_NAME",
            "RUSTUP_TOOLCHAIN",
            "RUSTFLAGS",
            "CARGO_TARGET_DIR",
            "LD_LIBRARY_PATH",
        ] {
            assert!(belongs_to_another_rust(gone), "{gone}");
        }
        for kept in [
            "CARGO_HOME",
            "CARGO_HTTP_CAINFO",
            "CARGO_REGISTRIES_X_TOKEN",
            "RUST_BACKTRACE",
            "PATH",
            "HOME",
        ] {
            assert!(!belongs_to_another_rust(kept), "{kept}");
        }
    }

    #[test]
    fn a_sysroot_may_have_a_space_in_its_path() {
        let command = cargo("build", Path::new("/a b/sysroot"));
        let flags = "target.wasm32-unknown-unknown.rustflags = [\"--sysroot=/a b/sysroot\"]";
        assert!(command.get_args().any(|argument| argument == flags));
    }
}
