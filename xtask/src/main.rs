//! `cargo xtask`: every step that a person or CI runs. `cargo xtask help` lists them.

mod apt;
mod args;
mod bare;
mod browser;
mod checks;
mod commands;
mod dependencies;
mod engines;
mod files;
mod fresh;
mod fuzz;
mod npm;
mod package;
mod portal;
mod project;
mod recipes;
mod run;
mod say;
mod spec;
mod toolchain;
mod tools;

use std::env;
use std::process::ExitCode;

use anyhow::Result;

use crate::args::{Command, HELP};
use crate::project::Project;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            say::headline(&format!("\nerror: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let invocation = args::parse(env::args_os().skip(1))?;
    if invocation.command == Command::Help {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let project = Project::open(invocation.install)?;
    match invocation.command {
        Command::Help => Ok(()),
        Command::Demo { check } => commands::demo::run(&project, check),
        Command::Test => say::run_all(&project, &commands::test()),
        Command::Lint => say::run_all(&project, &commands::lint()),
        Command::Spec { bless } => commands::spec::run(&project, bless),
        Command::Types { bless } => commands::types::run(&project, bless),
        Command::Portal { port } => commands::portal::run(&project, port),
        Command::Wasm { cargo_args } => commands::wasm::run(&project, &cargo_args),
        Command::Matrix { names, bless } => commands::matrix::run(&project, &names, bless),
        Command::Pack => say::run_all(&project, &commands::pack()),
        Command::Bench => say::run_all(&project, &commands::bench()),
        Command::Size => say::run_all(&project, &commands::size()),
        Command::Ci => say::run_all(&project, &commands::ci()),
        Command::Stress => say::run_all(&project, &commands::stress()),
        Command::Fuzz { runs, keep, target } => {
            commands::fuzz::run(&project, runs, target.as_deref(), keep)
        }
        Command::Soak { minutes } => commands::soak::run(&project, minutes),
        Command::Live => commands::live::run(&project),
        Command::Deny { offline } => commands::deny::run(&project, offline),
        Command::Dependencies { bless } => commands::dependencies::run(&project, bless),
        Command::Bare { readme } => return commands::bare::run(&project, readme),
    }?;
    Ok(ExitCode::SUCCESS)
}
