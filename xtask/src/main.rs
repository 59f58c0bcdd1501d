//! `cargo xtask`: every step that a person or CI runs. `cargo xtask --help` lists the commands.

mod apt;
mod browsers;
mod checks;
mod commands;
mod docs;
mod files;
mod fingerprint;
mod fuzz;
mod licenses;
mod npm;
mod package;
mod portal;
mod project;
mod release;
mod run;
mod spec;
mod step;
mod toolchain;
mod tools;

use std::process::ExitCode;

use crate::project::Project;

fn main() -> ExitCode {
    let matches = commands::cli().get_matches();
    let install = matches.get_flag("install");
    match Project::open(install).and_then(|project| commands::dispatch(&project, &matches)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            step::headline(&format!("\nerror: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
