//! The project the commands work on.

use std::cell::OnceCell;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::output;
use crate::toolchain::{self, Toolchain};

/// Where things are, and what has been found out about this machine.
pub struct Project {
    /// The root of the checkout.
    pub root: PathBuf,
    /// The version in the root manifest, which is that of the npm package.
    pub version: String,
    /// Whether system packages may be installed with `sudo`.
    pub install: bool,
    native_target: PathBuf,
    wasm: OnceCell<Toolchain>,
}

impl Project {
    /// Asks cargo about the checkout this program was compiled in.
    pub fn open(install: bool) -> Result<Self> {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask has no parent folder")?;
        let metadata = output(cargo().current_dir(root).args([
            "metadata",
            "--no-deps",
            "--locked",
            "--format-version=1",
        ]))?;
        let metadata: Value = serde_json::from_str(&metadata)?;
        let packages =
            metadata["packages"].as_array().context("cargo metadata names no packages")?;
        let package = packages.iter().find(|package| package["name"] == "b24-users");
        let version = package.and_then(|package| package["version"].as_str());
        let target = metadata["target_directory"]
            .as_str()
            .context("cargo metadata names no target folder")?;
        Ok(Self {
            root: root.into(),
            version: version.context("cargo metadata does not know b24-users")?.into(),
            install,
            native_target: target.into(),
            wasm: OnceCell::new(),
        })
    }

    /// A file or folder of the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A program of this workspace, as `cargo build` leaves it.
    pub fn built_program(&self, name: &str) -> PathBuf {
        self.program_in("debug", name)
    }

    /// A program of this workspace in the folder of one of Cargo's profiles.
    pub fn program_in(&self, profile: &str, name: &str) -> PathBuf {
        self.native_target.join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// Cargo for this machine.
    pub fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// Rust for wasm32, made available at the first call.
    pub fn wasm_toolchain(&self) -> Result<&Toolchain> {
        if self.wasm.get().is_none() {
            // Nobody else can have set it: this is the only thread.
            let _ = self.wasm.set(toolchain::ensure(self)?);
        }
        self.wasm.get().context("no toolchain for wasm32")
    }
}

/// The cargo that runs this program, or else the one on PATH.
fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
