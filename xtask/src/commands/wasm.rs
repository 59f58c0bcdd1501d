//! `cargo xtask wasm`: any cargo command for wasm32, with the toolchain, the target and the test
//! runner set.

use std::ffi::OsString;

use anyhow::{Context, Result};

use crate::checks::wasm::with_browser;
use crate::package::typescript;
use crate::project::Project;
use crate::say::run_all;
use crate::{npm, run as process, toolchain, tools};

/// Runs `cargo <cargo_args>`.
pub fn run(project: &Project, cargo_args: &[OsString]) -> Result<()> {
    let (subcommand, rest) =
        cargo_args.split_first().context("which cargo command? See `cargo xtask help`")?;
    let subcommand = subcommand.to_str().context("a cargo command is plain text")?;
    let mut needed = vec![npm::STEP, typescript::COMPILE, toolchain::STEP];
    if subcommand == "test" {
        needed.push(tools::STEP);
    }
    run_all(project, &needed)?;
    let mut cargo = project.wasm_toolchain()?.cargo(project, subcommand);
    process::run(with_browser(&mut cargo).args(rest))
}
