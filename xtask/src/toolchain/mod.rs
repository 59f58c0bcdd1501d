//! Rust for wasm32: found or installed.

mod debian;
mod rustup;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::step::{Step, note};
use crate::tools;

/// The target that the library is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Finds or installs Rust for wasm32.
pub const STEP: Step = Step {
    what: "Rust for wasm32",
    hint: "there are two ways: `rustup target add wasm32-unknown-unknown` and `rustup component add rust-src`, \
           or, on Debian 12, its packages rustc-web, cargo-web, rust-web-src, rust-web-clippy and lld-22. \
           B24_WASM_TOOLCHAIN=rustup or =debian selects one of them",
    run: |project| project.wasm_toolchain().map(drop),
};

/// A Rust that compiles for wasm32.
pub enum Toolchain {
    /// The one that runs this program.
    Active,
    /// Debian's compiler, with our build of its standard library in this folder.
    Debian { sysroot: PathBuf },
}

/// Where the toolchain may come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// The active toolchain, which has the target and the sources of the standard library.
    Active,
    /// Debian's compiler and the standard library that an earlier run built.
    BuiltEarlier,
    /// The active toolchain, completed by rustup.
    Rustup,
    /// Debian's packages.
    Debian,
}

/// The sources in the order to try them: first those that cost nothing.
fn sources(selection: Option<&str>) -> Result<&'static [Source]> {
    Ok(match selection {
        None | Some("") => &[Source::Active, Source::BuiltEarlier, Source::Rustup, Source::Debian],
        Some("rustup") => &[Source::Active, Source::Rustup],
        Some("debian") => &[Source::Debian],
        Some(other) => bail!("B24_WASM_TOOLCHAIN is {other:?}; it can be \"rustup\" or \"debian\""),
    })
}

/// Finds or installs a Rust for wasm32.
pub fn ensure(project: &Project) -> Result<Toolchain> {
    let selection = env::var("B24_WASM_TOOLCHAIN").ok();
    for source in sources(selection.as_deref())? {
        let sysroot = match source {
            Source::Active if rustup::active_is_complete() => None,
            Source::Rustup if rustup::complete() => None,
            Source::Active | Source::Rustup => continue,
            Source::BuiltEarlier => match debian::built_earlier(project)? {
                None => continue,
                sysroot => sysroot,
            },
            Source::Debian => Some(debian::install(project)?),
        };
        let Some(sysroot) = sysroot else {
            note("using the active Rust toolchain");
            return Ok(Toolchain::Active);
        };
        note("using Debian's Rust");
        return Ok(Toolchain::Debian { sysroot });
    }
    bail!("this Rust cannot compile for {TARGET}")
}

impl Toolchain {
    /// `cargo <subcommand>` for wasm32, with the test runner set.
    pub fn cargo(&self, project: &Project, subcommand: &str) -> Command {
        let mut command = match self {
            Self::Active => {
                let mut command = project.cargo();
                command.arg(subcommand);
                command
            }
            Self::Debian { sysroot } => debian::cargo(subcommand, sysroot),
        };
        let tools = tools::path(project);
        let runner = [&*tools.to_string_lossy(), "test-runner"];
        // The module names source files where it may panic: without the folders of this machine.
        let remap = [remap_registry(), remap(&project.root, ".")];
        command.args(["--config", &format!("target.{TARGET}.runner = {runner:?}")]);
        command.args(["--config", &format!("target.{TARGET}.rustflags = {remap:?}")]);
        // A separate folder: this compiler and the native one may differ, and would discard each
        // other's outputs.
        command.args(["--target", TARGET, "--target-dir"]).arg(project.path("target/wasm"));
        command.current_dir(&project.root);
        command
    }
}

/// The flag that hides the folder of crates from crates.io.
fn remap_registry() -> String {
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    remap(&cargo_home.unwrap_or_default().join("registry/src"), "crates")
}

fn remap(folder: &Path, name: &str) -> String {
    format!("--remap-path-prefix={}={name}", folder.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rustup_comes_before_debian() {
        let order = sources(None).unwrap();
        let index_of = |source| order.iter().position(|one| *one == source);
        assert!(index_of(Source::Active) < index_of(Source::Rustup));
        assert!(index_of(Source::Rustup) < index_of(Source::Debian));
    }

    #[test]
    fn each_way_can_be_selected() {
        assert_eq!(sources(Some("debian")).unwrap(), [Source::Debian]);
        let only_rustup = sources(Some("rustup")).unwrap();
        assert!(
            !only_rustup.contains(&Source::Debian) && !only_rustup.contains(&Source::BuiltEarlier)
        );
        assert!(sources(Some("brew")).is_err());
    }
}
