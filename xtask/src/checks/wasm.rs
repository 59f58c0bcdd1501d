//! The tests that run as WebAssembly.

use std::process::Command;

use anyhow::Result;

use crate::browser::chromedriver;
use crate::project::Project;
use crate::run::run;
use crate::say::Step;

/// In Node.
pub const NODE: Step = Step {
    what: "wasm tests in Node",
    hint: "the failing test is named above; `cargo xtask wasm test --test wasm_node -- <test>` runs it alone",
    run: |project| test(project, "wasm_node"),
};

/// In Chromium, without a window. How it is started is in `webdriver.json`.
pub const BROWSER: Step = Step {
    what: "wasm tests in Chromium",
    hint: "the failing test is named above; `cargo xtask wasm test --test wasm_browser -- <test>` runs it alone",
    run: |project| test(project, "wasm_browser"),
};

fn test(project: &Project, name: &str) -> Result<()> {
    let mut cargo = project.wasm_toolchain()?.cargo(project, "test");
    run(with_browser(&mut cargo).args(["--package", "b24-users", "--locked", "--test", name]))
}

/// Tells the test runner where the driver is, if there is one: otherwise it would try to download
/// one.
pub fn with_browser(cargo: &mut Command) -> &mut Command {
    if let Ok(driver) = chromedriver() {
        cargo.env("CHROMEDRIVER", driver);
    }
    cargo
}
