//! The project that the commands work on.

use std::cell::OnceCell;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::toolchain::{self, Toolchain};

/// The checkout, and the toolchain of this machine.
pub struct Project {
    /// The root of the checkout.
    pub root: PathBuf,
    /// The version of the npm package: that of the workspace.
    pub version: String,
    /// Whether system packages may be installed with `sudo`.
    pub install: bool,
    native_target: PathBuf,
    wasm: OnceCell<Toolchain>,
}

impl Project {
    /// The checkout that this program was compiled in. It runs from `debug` in the target folder.
    pub fn open(install: bool) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no parent folder")?;
        let program = env::current_exe()?;
        Ok(Self {
            root: root.into(),
            version: env!("CARGO_PKG_VERSION").into(),
            install,
            native_target: program.ancestors().nth(2).context("no target folder")?.into(),
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

    /// The cargo that runs this program, or the one on PATH.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
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
