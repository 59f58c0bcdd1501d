//! Debian's compiler, with a standard library built from the sources that Debian packages with it.
//!
//! Only installed packages change on the machine: the library is built into this checkout's
//! `target`, the compiler is called by its path, and rustup is not involved.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{TARGET, remap_registry};
use crate::apt;
use crate::files::{copy, empty_folder, entries, has_extension};
use crate::fingerprint::Inputs;
use crate::project::Project;
use crate::run::{output, run};
use crate::step::note;

const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-22"];
const BIN: &str = "/usr/bin";
const BUILD_STD: [&str; 2] = [
    // `cargo test` links its harness with `test` and `proc_macro`.
    "-Zbuild-std=std,panic_abort,proc_macro,test",
    "-Zbuild-std-features=compiler-builtins-mem,panic-unwind",
];
/// `lto = "fat"` needs the library's bitcode.
const EMBED_BITCODE: &str = "-Cembed-bitcode=yes";
/// An empty crate: cargo builds the standard library only as a dependency.
const MANIFEST: &str = "[package]\nname = \"empty\"\nedition = \"2024\"\n\n\
    [profile.release]\nopt-level = 3\npanic = \"abort\"\n\n[workspace]\n";

/// The sysroot with the library, if an earlier run built it for the installed compiler.
pub fn built_earlier(project: &Project) -> Result<Option<PathBuf>> {
    let sysroot = project.path("target/wasm-sysroot");
    let programs = ["cargo", "rustc", "wasm-ld-22"];
    let is_installed = programs.iter().all(|program| Path::new(BIN).join(program).exists());
    let is_current = sysroot.exists() && is_installed && inputs()?.match_stamp(&stamp(&sysroot));
    Ok(is_current.then_some(sysroot))
}

/// Installs the compiler and builds the library, unless that is done.
pub fn install(project: &Project) -> Result<PathBuf> {
    apt::ensure(&PACKAGES, project.install)?;
    if let Some(sysroot) = built_earlier(project)? {
        return Ok(sysroot);
    }
    note("building the standard library for wasm32 once takes about a minute");
    let scratch = project.path("target/wasm-std");
    empty_folder(&scratch.join("src"))?;
    fs::write(scratch.join("Cargo.toml"), MANIFEST)?;
    fs::write(scratch.join("src/lib.rs"), "#![no_std]\n")?;
    run(program("cargo")
        .args(["build", "--release", "--target", TARGET, "--target-dir", "target"])
        .args(BUILD_STD)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", [EMBED_BITCODE, &remap_registry()].join("\x1f"))
        .current_dir(&scratch))?;

    // The finished library is moved into place at once.
    let new = scratch.join("sysroot");
    for path in entries(&scratch.join("target").join(TARGET).join("release/deps"))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if has_extension(&path, &["rlib"]) && !name.starts_with("libempty") {
            copy(&path, &new.join("lib/rustlib").join(TARGET).join("lib").join(&*name))?;
        }
    }
    inputs()?.record(&stamp(&new))?;
    let sysroot = project.path("target/wasm-sysroot");
    empty_folder(&sysroot)?;
    fs::rename(&new, &sysroot)?;
    fs::remove_dir_all(scratch)?;
    Ok(sysroot)
}

fn inputs() -> Result<Inputs> {
    let compiler = output(program("rustc").arg("-vV"))?;
    // Debian may package patched sources under the same compiler version.
    let sources = output(Command::new("dpkg-query").args(["--show", "rust-web-src"]))?;
    let recipe = format!("{MANIFEST}{BUILD_STD:?}{EMBED_BITCODE}{}", remap_registry());
    Ok(Inputs::default().text(&compiler).text(&sources).text(&recipe))
}

fn stamp(sysroot: &Path) -> PathBuf {
    sysroot.join("stamp")
}

/// `cargo <subcommand>` with that library.
pub fn cargo(subcommand: &str, sysroot: &Path) -> Command {
    // By its own name: cargo would find rustup's proxy of clippy first.
    let mut command = program(if subcommand == "clippy" { "cargo-clippy" } else { "cargo" });
    let flags = [format!("--sysroot={}", sysroot.display())];
    command.arg(subcommand);
    command.args(["--config", &format!("target.{TARGET}.rustflags = {flags:?}")]);
    command.args(["--config", &format!("target.{TARGET}.linker = \"{BIN}/wasm-ld-22\"")]);
    command
}

/// A program of Debian's Rust, without the environment of other toolchains.
fn program(name: &str) -> Command {
    let mut command = Command::new(format!("{BIN}/{name}"));
    for (variable, _) in env::vars_os() {
        if variable.to_str().is_some_and(is_of_other_toolchain) {
            command.env_remove(variable);
        }
    }
    for (variable, program) in [("CARGO", "cargo"), ("RUSTC", "rustc"), ("RUSTDOC", "rustdoc")] {
        command.env(variable, format!("{BIN}/{program}"));
    }
    command
}

/// Whether a variable is about the toolchain that runs this program, or about its flags.
///
/// `cargo run` and rustup's proxy pass the first kind to all child processes (`CARGO_PKG_*`,
/// `RUSTUP_TOOLCHAIN`, `LD_LIBRARY_PATH`). The second kind (`RUSTFLAGS`) would replace the flag
/// with our sysroot.
fn is_of_other_toolchain(variable: &str) -> bool {
    const SETTINGS: [&str; 8] = [
        "CARGO_BUILD_JOBS",
        "CARGO_HOME",
        "CARGO_HTTP_",
        "CARGO_NET_",
        "CARGO_REGISTR",
        "CARGO_SOURCE_",
        "CARGO_TERM_",
        "RUST_BACKTRACE",
    ];
    let is_rusts = variable.starts_with("CARGO") || variable.starts_with("RUST");
    let is_setting = SETTINGS.iter().any(|setting| variable.starts_with(setting));
    variable == "LD_LIBRARY_PATH" || is_rusts && !is_setting
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_toolchains_are_removed_but_not_the_settings() {
        for removed in [
            "CARGO",
            "CARGO_PKG_NAME",
            "RUSTUP_TOOLCHAIN",
            "RUSTFLAGS",
            "CARGO_TARGET_DIR",
            "LD_LIBRARY_PATH",
        ] {
            assert!(is_of_other_toolchain(removed), "{removed}");
        }
        for retained in [
            "CARGO_HOME",
            "CARGO_HTTP_CAINFO",
            "CARGO_REGISTRIES_X_TOKEN",
            "RUST_BACKTRACE",
            "PATH",
            "HOME",
        ] {
            assert!(!is_of_other_toolchain(retained), "{retained}");
        }
    }

    #[test]
    fn a_sysroot_may_have_a_space_in_its_path() {
        let command = cargo("build", Path::new("/a b/sysroot"));
        let flags = "target.wasm32-unknown-unknown.rustflags = [\"--sysroot=/a b/sysroot\"]";
        assert!(command.get_args().any(|argument| argument == flags));
    }
}
