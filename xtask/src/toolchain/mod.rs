//! Rust for wasm32: found, or made available.

mod debian;
mod rustup;
mod sysroot;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::say::{Step, note};
use crate::tools;

/// The target that the library is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Finds or installs it.
pub const STEP: Step = Step {
    what: "Rust for wasm32",
    hint: "there are two ways: `rustup target add wasm32-unknown-unknown` and `rustup component add rust-src`, \
           or, on Debian 12, its packages rustc-web, cargo-web, rust-web-src, rust-web-clippy and lld-22. \
           B24_WASM_TOOLCHAIN=rustup or =debian insists on one of them",
    run: |project| project.wasm_toolchain().map(drop),
};

/// A Rust that compiles for wasm32.
pub enum Toolchain {
    /// The one that runs this program.
    Active,
    /// Debian's compiler with a standard library of our own building, which is in this folder.
    Debian { sysroot: PathBuf },
}

/// A place where it may come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// The active toolchain has the target, and the sources of the standard library, already.
    Active,
    /// The standard library that an earlier run built for Debian's compiler.
    BuiltEarlier,
    /// rustup, which adds what the active toolchain lacks.
    Rustup,
    /// Debian's packages.
    Debian,
}

/// Where to look, in this order. What costs nothing comes first.
fn sources(wish: Option<&str>) -> Result<&'static [Source]> {
    Ok(match wish {
        None | Some("") => &[Source::Active, Source::BuiltEarlier, Source::Rustup, Source::Debian],
        Some("rustup") => &[Source::Active, Source::Rustup],
        Some("debian") => &[Source::Debian],
        Some(other) => bail!("B24_WASM_TOOLCHAIN is {other:?}; it can be \"rustup\" or \"debian\""),
    })
}

/// Finds or installs a Rust for wasm32.
pub fn ensure(project: &Project) -> Result<Toolchain> {
    let wish = env::var("B24_WASM_TOOLCHAIN").ok();
    for source in sources(wish.as_deref())? {
        let found = match source {
            Source::Active => rustup::active_is_complete().then_some(Toolchain::Active),
            Source::BuiltEarlier => debian::built_earlier(project)?,
            Source::Rustup => rustup::complete().then_some(Toolchain::Active),
            Source::Debian => Some(debian::install(project)?),
        };
        if let Some(toolchain) = found {
            note(toolchain.description());
            return Ok(toolchain);
        }
    }
    bail!("this Rust cannot compile for {TARGET}")
}

impl Toolchain {
    fn description(&self) -> &'static str {
        match self {
            Self::Active => "using the active Rust toolchain",
            Self::Debian { .. } => "using Debian's Rust",
        }
    }

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
        command.args(["--config", &format!("target.{TARGET}.runner = {runner:?}")]);
        command.args([
            "--config",
            &format!("target.{TARGET}.rustflags = {:?}", remapped(&project.root)),
        ]);
        // A folder of its own: this may be another compiler than the native one, and each would
        // discard the other's work.
        command.args(["--target", TARGET, "--target-dir"]).arg(project.path("target/wasm"));
        command.current_dir(&project.root);
        command
    }
}

/// Flags that keep the folders of this machine out of the module, which names its source files
/// where it may panic.
fn remapped(root: &Path) -> [String; 2] {
    [remapped_crates(), format!("--remap-path-prefix={}=.", root.display())]
}

/// The same for the sources of crates.
fn remapped_crates() -> String {
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home =
        cargo_home.or_else(|| Some(env::home_dir()?.join(".cargo"))).unwrap_or_default();
    format!("--remap-path-prefix={}=crates", cargo_home.join("registry/src").display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rustup_comes_before_debian() {
        let order = sources(None).unwrap();
        let place = |source| order.iter().position(|one| *one == source);
        assert!(place(Source::Active) < place(Source::Rustup));
        assert!(place(Source::Rustup) < place(Source::Debian));
    }

    #[test]
    fn each_way_can_be_insisted_on() {
        assert_eq!(sources(Some("debian")).unwrap(), [Source::Debian]);
        let only_rustup = sources(Some("rustup")).unwrap();
        assert!(
            !only_rustup.contains(&Source::Debian) && !only_rustup.contains(&Source::BuiltEarlier)
        );
        assert!(sources(Some("brew")).is_err());
    }
}
