//! The project that the commands work on.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Cmd, Shell};

/// The checkout, and how programs run in it.
pub struct Project {
    /// Runs programs in the root of the checkout. It prints them; their stdin is empty.
    pub sh: Shell,
    /// Whether system packages may be installed with `sudo`.
    pub install: bool,
    native_target: PathBuf,
}

impl Project {
    /// The checkout that this program was compiled in. It runs from `debug` in the target folder.
    pub fn open(install: bool) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no parent folder")?;
        let native_target = env::current_exe()?.ancestors().nth(2).context("no folder")?.into();
        let sh = Shell::new()?;
        sh.change_dir(root);
        Ok(Self { sh, install, native_target })
    }

    /// The absolute path of a file or folder of the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.sh.current_dir().join(relative)
    }

    /// A native program of this workspace in the folder of one of Cargo's profiles.
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.native_target.join(profile).join(name)
    }

    /// The cargo that runs this program, or the one on PATH.
    pub fn cargo(&self, arguments: &str) -> Cmd<'_> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        self.sh.cmd(cargo).args(arguments.split_whitespace())
    }
}

/// The path of a program on PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file())
}
