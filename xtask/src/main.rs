//! `cargo xtask`: every step that a person or CI runs. `cargo xtask --help` lists the commands.
//!
//! # Layout
//! - `commands`: the command line, and the steps of each command.
//! - `step`: numbered steps and their durations.
//! - `project`: the checkout, and how programs are run in it.
//! - `lint`, `suites`: the steps that check something.
//! - `package`: from the crates to the npm package, with the scripts in `xtask/js`.
//! - `toolchain`, `npm`, `browsers`, `apt`: what must be installed.
//! - `portal`: the fake portal as a process.
//! - `fuzz`: libFuzzer.

mod apt;
mod browsers;
mod commands;
mod fuzz;
mod lint;
mod npm;
mod package;
mod portal;
mod project;
mod step;
mod suites;
mod toolchain;

use std::process::ExitCode;

fn main() -> ExitCode {
    let matches = commands::cli().get_matches();
    let project = project::Project::open(matches.get_flag("install"));
    match project.and_then(|project| commands::dispatch(&project, &matches)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
