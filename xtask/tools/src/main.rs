//! The programs of `wasm-bindgen-cli`, in the version of this workspace's `Cargo.lock`, and the
//! encoder of modules. `cargo xtask` compiles them when it first needs them.

use std::env::args_os;
use std::error::Error;
use std::fs;

use wasm_bindgen_cli::{wasm_bindgen, wasm_bindgen_test_runner};

fn main() -> Result<(), Box<dyn Error>> {
    // The parsers of the first two expect a program's name first, here the subcommand.
    let args: Vec<_> = args_os().skip(1).collect();
    match args.first().and_then(|name| name.to_str()) {
        Some("bindgen") => wasm_bindgen::run_cli_with_args(args)?,
        Some("test-runner") => wasm_bindgen_test_runner::run_cli_with_args(args)?,
        Some("encode-module") if args.len() == 2 => {
            print!("{}", b24_wasm_text::encode(&fs::read(&args[1])?)?);
        }
        _ => return Err("expected bindgen, test-runner or encode-module FILE".into()),
    }
    Ok(())
}
