//! The tests that run as WebAssembly.

use std::process::Command;

use anyhow::Result;

use crate::browsers::chromedriver;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

/// In Node.
pub const NODE: Step = Step {
    what: "wasm tests in Node",
    hint: "the failing test is named above; `cargo xtask wasm test --test wasm_node -- <test>` runs it alone",
    run: |project| test(project, "wasm_node"),
};

/// In headless Chromium, started as `webdriver.json` says.
pub const BROWSER: Step = Step {
    what: "wasm tests in Chromium",
    hint: "the failing test is named above; `cargo xtask wasm test --test wasm_browser -- <test>` runs it alone",
    run: |project| test(project, "wasm_browser"),
};

fn test(project: &Project, name: &str) -> Result<()> {
    let mut cargo = project.wasm_toolchain()?.cargo(project, "test");
    run(with_browser(&mut cargo).args(["--package", "b24-users", "--locked", "--test", name]))
}

/// Passes the path of the driver, if it exists, to the test runner, which would otherwise download
/// one.
pub fn with_browser(cargo: &mut Command) -> &mut Command {
    if let Ok(driver) = chromedriver() {
        cargo.env("CHROMEDRIVER", driver);
    }
    cargo
}
