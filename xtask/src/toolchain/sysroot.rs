//! The standard library for wasm32, built from the sources that Debian packages with its compiler.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::debian::program;
use super::{TARGET, remapped_crates};
use crate::files::{copy, empty_folder, entries};
use crate::fresh::Inputs;
use crate::project::Project;
use crate::run::{output, run};
use crate::say::note;

const BUILD_STD: [&str; 2] = [
    // `test` and `proc_macro` too, or `cargo test` has nothing to link its harness with.
    "-Zbuild-std=std,panic_abort,proc_macro,test",
    "-Zbuild-std-features=compiler-builtins-mem,panic-unwind",
];
/// What lets `lto = "fat"` see into the library.
const EMBED_BITCODE: &str = "-Cembed-bitcode=yes";

/// A crate without content: cargo builds the standard library only for something that needs it.
const MANIFEST: &str = "\
[package]
name = \"seed\"
edition = \"2024\"

[profile.release]
opt-level = 3
panic = \"abort\"

[workspace]
";

/// Where the library of this checkout is.
pub fn folder(project: &Project) -> PathBuf {
    project.path("target/wasm-sysroot")
}

/// Whether the library is complete and was built with and for the compiler that is installed now.
pub fn is_current(sysroot: &Path) -> Result<bool> {
    Ok(inputs()?.are_those_of(&stamp(sysroot)))
}

/// Builds the library unless it is current, and puts it in place all at once.
pub fn build_unless_current(sysroot: &Path, scratch: &Path) -> Result<()> {
    if is_current(sysroot)? {
        return Ok(());
    }
    note("building the standard library for wasm32 once takes about a minute");
    empty_folder(&scratch.join("src"))?;
    fs::write(scratch.join("Cargo.toml"), MANIFEST)?;
    fs::write(scratch.join("src/lib.rs"), "#![no_std]\n")?;
    run(program("cargo")
        .args(["build", "--release", "--target", TARGET, "--target-dir", "target"])
        .args(BUILD_STD)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", [EMBED_BITCODE, &remapped_crates()].join("\x1f"))
        .current_dir(scratch))?;

    let ready = scratch.join("sysroot");
    empty_folder(&ready)?;
    for path in entries(&scratch.join("target").join(TARGET).join("release/deps"))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.extension().is_some_and(|extension| extension == "rlib")
            && !name.starts_with("libseed")
        {
            copy(&path, &libraries(&ready).join(&*name))?;
        }
    }
    inputs()?.record(&stamp(&ready))?;
    if sysroot.exists() {
        fs::remove_dir_all(sysroot)?;
    }
    fs::rename(&ready, sysroot)?;
    fs::remove_dir_all(scratch)?;
    Ok(())
}

/// Whether a folder of libraries has the standard one.
pub fn has_std(folder: &Path) -> bool {
    entries(folder).is_ok_and(|paths| {
        let names = paths.iter().filter_map(|path| path.file_name()?.to_str());
        names.into_iter().any(|name| name.starts_with("libstd-"))
    })
}

fn inputs() -> Result<Inputs> {
    let compiler = output(program("rustc").arg("-vV"))?;
    // The same compiler version may be packaged again with patched sources.
    let source = output(std::process::Command::new("dpkg-query").args(["--show", "rust-web-src"]))?;
    let recipe = format!("{MANIFEST}{BUILD_STD:?}{EMBED_BITCODE}{}", remapped_crates());
    Ok(Inputs::default().text(&compiler).text(&source).text(&recipe))
}

fn stamp(sysroot: &Path) -> PathBuf {
    sysroot.join("stamp")
}

fn libraries(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}
