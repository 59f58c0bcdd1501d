//! The project that the commands work on.

use std::cell::OnceCell;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::output;
use crate::toolchain::{self, Toolchain};

/// Paths and versions of the checkout, and the toolchain of this machine.
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
    /// The checkout that this program was compiled in.
    pub fn open(install: bool) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no parent folder")?;
        let mut metadata = cargo();
        metadata.args(["metadata", "--no-deps", "--locked", "--format-version=1"]);
        let metadata: Value = serde_json::from_str(&output(metadata.current_dir(root))?)?;
        let mut packages = metadata["packages"].as_array().into_iter().flatten();
        let package = packages.find(|package| package["name"] == "b24-users");
        let version = package.and_then(|package| package["version"].as_str());
        let target = metadata["target_directory"].as_str();
        Ok(Self {
            root: root.into(),
            version: version.context("cargo metadata has no b24-users")?.into(),
            install,
            native_target: target.context("cargo metadata has no target folder")?.into(),
            wasm: OnceCell::new(),
        })
    }

    /// A file or folder of the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A native program of this workspace in the folder of one of Cargo's profiles.
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.native_target.join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// Cargo for this machine.
    pub fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// Rust for wasm32, found or installed at the first call.
    pub fn wasm_toolchain(&self) -> Result<&Toolchain> {
        if self.wasm.get().is_none() {
            // No other thread can have set it.
            let _ = self.wasm.set(toolchain::ensure(self)?);
        }
        self.wasm.get().context("no toolchain for wasm32")
    }
}

/// The cargo that runs this program, or the one on PATH.
fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
