//! The two programs of `wasm-bindgen-cli` behind one name, so that their versions are pinned by
//! this workspace's `Cargo.lock` and not by whatever happens to be installed.
//!
//! `cargo xtask` builds this when it first needs it; nobody has to call it by hand.

use std::env::args_os;
use std::error::Error;
use std::process::ExitCode;

use wasm_bindgen_cli::{wasm_bindgen, wasm_bindgen_test_runner};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:?}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    // The subcommand stays in front: it takes the place of the program name that these parsers
    // expect first.
    let program = args_os().skip(1);
    match args_os().nth(1).as_deref().and_then(|name| name.to_str()) {
        Some("bindgen") => wasm_bindgen::run_cli_with_args(program)?,
        Some("test-runner") => wasm_bindgen_test_runner::run_cli_with_args(program)?,
        _ => return Err("expected `bindgen` or `test-runner` as the first argument".into()),
    }
    Ok(())
}
