//! Rust for wasm32: the active toolchain, completed by rustup, or Debian's packages where rustup's
//! server cannot be reached.
//!
//! Both have the sources of the standard library, which cargo compiles for the published modules.
//! Debian has no compiled library for wasm32, so cargo compiles it for tests, too.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use xshell::{Cmd, Shell, cmd};

use crate::apt;
use crate::browsers::chromedriver;
use crate::project::Project;
use crate::step::{Step, step};

/// The target that the library is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// A panic is a trap at once. The messages of panics and their formatting would be a tenth of the
/// module.
pub const MUTE_PANICS: [&str; 3] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"];

/// The smaller variant of the standard library.
const SMALL_STD: [&str; 2] =
    ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=compiler-builtins-mem,optimize_for_size"];
/// `cargo test` links its harness with `test` and `proc_macro`.
const TEST_STD: [&str; 2] = [
    "-Zbuild-std=std,panic_abort,proc_macro,test",
    "-Zbuild-std-features=compiler-builtins-mem,panic-unwind",
];

pub const STEP: Step = step(
    "Rust for wasm32",
    "there are two ways: `rustup target add wasm32-unknown-unknown` and `rustup component add rust-src`, \
           or, on Debian 12, its packages rustc-web, cargo-web, rust-web-src, rust-web-clippy and lld-22. \
           B24_WASM_TOOLCHAIN=rustup or =debian selects one of them",
    |project| select(project).map(drop),
);

pub const TOOLS: Step = step(
    "bindings generator and wasm test runner, which are compiled once, for 1 to 3 minutes",
    "see the compiler's message above; crates.io must be reachable for the first build",
    |project| Ok(project.cargo("build --package xtask-tools --locked").run()?),
);

/// The program that has all three.
pub fn tools(project: &Project) -> PathBuf {
    project.program("debug", "xtask-tools")
}

/// A Rust that compiles for wasm32.
enum Toolchain {
    /// The one that runs this program.
    Active,
    /// That of Debian's packages.
    Debian,
}

/// Finds or installs a Rust for wasm32.
fn select(project: &Project) -> Result<Toolchain> {
    let sh = &project.sh;
    let selected = env::var("B24_WASM_TOOLCHAIN").unwrap_or_default();
    let (rustup, debian) = (selected != "debian", selected != "rustup");
    ensure!(!rustup || !debian || selected.is_empty(), "B24_WASM_TOOLCHAIN is unknown: {selected}");
    let is_installed = debian && [CARGO, LINKER].iter().all(|path| Path::new(path).exists());
    if rustup && (is_complete(sh) || !is_installed && complete(sh, RUSTUP)) {
        Ok(Toolchain::Active)
    } else if debian {
        apt::ensure(project, &PACKAGES)?;
        Ok(Toolchain::Debian)
    } else {
        bail!("this Rust cannot compile for {TARGET}");
    }
}

/// Whether the active toolchain has the target and the sources of the standard library.
fn is_complete(sh: &Shell) -> bool {
    let sysroot = cmd!(sh, "rustc --print sysroot").read().map(PathBuf::from);
    sysroot.is_ok_and(|sysroot| {
        let parts = [&format!("{TARGET}/lib"), "src/rust/library/Cargo.lock"];
        parts.iter().all(|part| sysroot.join("lib/rustlib").join(part).exists())
    })
}

/// rustup, stopped after a minute on Linux: behind some proxies it neither downloads nor fails.
const RUSTUP: &[&str] =
    if cfg!(target_os = "linux") { &["timeout", "60", "rustup"] } else { &["rustup"] };

/// Completes the active toolchain with rustup; whether that worked.
fn complete(sh: &Shell, rustup: &[&str]) -> bool {
    let components = [["target", "add", TARGET], ["component", "add", "rust-src"]];
    components
        .iter()
        .all(|command| sh.cmd(rustup[0]).args(&rustup[1..]).args(command).run().is_ok())
}

/// `cargo <subcommand>` for published modules.
pub fn cargo_with_small_std<'a>(project: &'a Project, subcommand: &str) -> Result<Cmd<'a>> {
    let (_, cargo) = cargo_without_std(project, subcommand)?;
    // The options are those of nightly compilers.
    Ok(cargo.args(SMALL_STD).env("RUSTC_BOOTSTRAP", "1"))
}

/// `cargo <subcommand>` for tests and checks, with the runner of wasm tests.
pub fn cargo<'a>(project: &'a Project, subcommand: &str) -> Result<Cmd<'a>> {
    let (toolchain, cargo) = cargo_without_std(project, subcommand)?;
    let runner = [tools(project).display().to_string(), "test-runner".into()];
    let cargo = cargo.args(["--config", &format!("target.{TARGET}.runner = {runner:?}")]);
    // Otherwise the runner downloads one.
    let cargo = cargo.envs(chromedriver().map(|driver| ("CHROMEDRIVER", driver)));
    Ok(if let Toolchain::Debian = toolchain { cargo.args(TEST_STD) } else { cargo })
}

fn cargo_without_std<'a>(project: &'a Project, subcommand: &str) -> Result<(Toolchain, Cmd<'a>)> {
    let toolchain = select(project)?;
    let cargo = match toolchain {
        Toolchain::Active => project.cargo(subcommand),
        Toolchain::Debian => debian_cargo(&project.sh, subcommand),
    };
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo"))).unwrap_or_default();
    // The module has the paths of source files that may panic: without the folders of this machine.
    let remap = [(home.join("registry/src"), "crates"), (project.sh.current_dir(), ".")]
        .map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()));
    let cargo = cargo.args(["--config", &format!("target.{TARGET}.rustflags = {remap:?}")]);
    // These would replace the flags.
    let cargo = cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    // A separate folder, because the compilers may differ and would discard each other's outputs.
    Ok((toolchain, cargo.args(["--target", TARGET, "--target-dir", "target/wasm"])))
}

const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-22"];
const CARGO: &str = "/usr/bin/cargo";
const LINKER: &str = "/usr/bin/wasm-ld-22";

/// Debian's cargo with its own compiler, linker and libraries.
fn debian_cargo<'a>(sh: &'a Shell, subcommand: &str) -> Cmd<'a> {
    // By its own name: cargo would find rustup's proxy of clippy first.
    let program = if subcommand == "clippy" { "/usr/bin/cargo-clippy" } else { CARGO };
    sh.cmd(program)
        // `cargo run` and rustup's proxy set it to the libraries of the active toolchain.
        .env_remove("LD_LIBRARY_PATH")
        .envs([("CARGO", CARGO), ("RUSTC", "/usr/bin/rustc"), ("RUSTDOC", "/usr/bin/rustdoc")])
        .env("RUSTC_BOOTSTRAP", "1")
        .args([subcommand, "--config", &format!("target.{TARGET}.linker = {LINKER:?}")])
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn rustup_adds_the_target_and_the_sources() {
        let sh = Shell::new().unwrap();
        let folder = sh.create_temp_dir().unwrap();
        sh.change_dir(folder.path());
        assert!(complete(&sh, &["sh", "-c", "echo $* >> arguments", "sh"]));
        let arguments = sh.read_file("arguments").unwrap();
        assert_eq!(arguments, "target add wasm32-unknown-unknown\ncomponent add rust-src\n");
    }

    #[test]
    fn failures_of_rustup_are_no_errors() {
        let sh = Shell::new().unwrap();
        assert!(!complete(&sh, &["no-such-rustup"]));
        assert!(!complete(&sh, &["sh", "-c", "echo 'could not download' >&2; exit 1"]));
        assert!(!complete(&sh, &["sh", "-c", "[ $1 = target ]", "sh"]), "it has no sources");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_hanging_rustup_is_stopped() {
        let sh = Shell::new().unwrap();
        assert!(!complete(&sh, &[RUSTUP[0], "0.1", "sh", "-c", "exec sleep 600"]));
    }
}
